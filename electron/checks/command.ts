import { beginning, found, type CheckKind } from './check.ts';

/** Runs a command inside a new container of a service. */
export const command: CheckKind<'command'> = {
  kind: 'command',
  everyMs: 5000,
  again: true,
  async run(check, context) {
    const { service, run, timeoutMs } = check;
    const { containers, target, signal } = context;
    const container = containers.find((one) => one.service.name === service);
    if (!container) return [found(check, 'failed', `No container of “${service}” runs here.`)];
    const asked = { test: ['CMD-SHELL', run], timeoutMs, intervalMs: 0, retries: 0, startPeriodMs: 0 };
    const { passed, output } = await target.checkHealth(container.name, asked, signal);
    const said = output.split('\n', 1)[0] ?? '';
    const detail = passed ? 'It succeeded.' : `It failed: ${beginning(context, said, 200) || 'it printed nothing'}.`;
    const evidence = { container: container.name, output: beginning(context, output) };
    return [found(check, passed ? 'passed' : 'failed', detail, evidence)];
  },
};
