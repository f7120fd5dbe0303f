/** `slipway serve`: the interface for a browser, until it is stopped. */
import type { Command } from 'commander';
import { fail } from '../../../shared/problem.ts';
import type { Attached } from '../attach.ts';
import { browserAddress } from '../endpoint.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber, withExamples } from './verb.ts';

export interface Serving {
  readonly engine: Attached;
  /** Whether it was started for this: then it ends with it. */
  readonly started: boolean;
  stop(): Promise<void>;
}

/** Adds the verb. It needs an engine of its own kind: `begin` attaches to the one that runs, or owns a new one. */
export function addServe(
  program: Command,
  begin: (port: number) => Promise<Serving>,
  terminal: Terminal,
  json: () => boolean,
): void {
  const verb = program
    .command('serve')
    .description('Print the address of the interface, with its token, and keep it until stopped.');
  verb.option('--port <n>', 'port on 127.0.0.1 (default: a free one)', wholeNumber(0, 65_535), 0);
  withExamples(verb, 'serve', 'serve --port 4500');
  verb.action(async ({ port }: { port: number }) => {
    const stopped = new Promise<'stopped'>((resolve) => terminal.onInterrupt(() => resolve('stopped')));
    const serving = await begin(port);
    const { endpoint, closed } = serving.engine;
    const address = browserAddress(endpoint);
    terminal.out(
      json()
        ? `${JSON.stringify({ url: address, port: endpoint.port, pid: endpoint.pid, started: serving.started })}\n`
        : `${address}\n`,
    );
    if (!serving.started)
      terminal.err(
        `An engine runs already (process ${endpoint.pid}); this is its address.${port === 0 || port === endpoint.port ? '' : ` Port ${port} was not used.`}\n`,
      );
    const how = await Promise.race([stopped, closed.then(() => 'gone' as const)]);
    await serving.stop();
    if (how === 'gone')
      throw fail('failed.engine-gone', 'The engine has stopped.', {
        hint: 'Its log is engine.log in the data directory.',
      });
  });
}
