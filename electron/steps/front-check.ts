/** Whether a front could start with its configuration: asked of the very image and files, before the old one gives way. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeploymentPlan } from '../../shared/domain/plan.ts';
import { fail } from '../../shared/problem.ts';
import { onlyChecking } from '../haproxy/index.ts';
import { label } from '../targets/labels.ts';
import type { ContainerSpec } from '../targets/target.ts';
import type { StepContext } from './step.ts';

type Context = StepContext<DeploymentPlan>;

const checkTimeoutMs = 30_000;
const pollMs = 50;
/** As much of what it says is kept as evidence. */
const outputLines = 40;
const outputLength = 4000;

/** The front's container without what only one can have: it listens nowhere and is asked by nobody. */
const checkOf = (front: ContainerSpec): ContainerSpec => ({
  ...front,
  name: checkNameOf(front.name),
  service: { ...onlyChecking(front.service), name: ':check' },
  networks: front.networks.map(({ name }) => ({ name, aliases: [] })),
  bindings: [],
  labels: { ...front.labels, [label.service]: ':check', [label.role]: 'check' },
});

const checkNameOf = (front: string): string => `${front}-check`;

/**
 * Has the balancer read its configuration, with the certificate. Rejects with `failed.front-configuration` when it
 * refuses it: nobody gains by trying again.
 */
export async function checkFront(context: Context, front: ContainerSpec): Promise<void> {
  const { target, contents, crashPoint } = context;
  const check = checkOf(front);
  // One that a crash left behind was of other files, maybe.
  await removeFrontCheck(context, front.name);
  try {
    await target.ensureContainer(check, contents);
    await target.startContainer(check.name);
    crashPoint('front.ensure.checking');
    const ended = await awaitEnd(context, check.name);
    if (ended === 0) return;
    const output = await said(context, check.name);
    const [why = ''] = output.split('\n').filter((line) => /\[ALERT\]/.test(line));
    throw fail(
      'failed.front-configuration',
      ended === null
        ? `The load balancer did not check its configuration within ${String(checkTimeoutMs / 1000)} s.`
        : `The load balancer cannot start with its new configuration. ${why.slice(0, 300)}`.trim(),
      {
        hint: 'Look at the certificate, the testers and the image of the front; what served before serves on.',
        details: { output, code: ended },
      },
    );
  } finally {
    await removeFrontCheck(context, front.name);
  }
}

/** Idempotent. */
export async function removeFrontCheck({ target }: Context, front: string): Promise<void> {
  const name = checkNameOf(front);
  await target.stopContainer(name, 0);
  await target.removeContainer(name);
}

/** The code it ended with; null when it did not end in time. */
async function awaitEnd({ target, signal }: Context, name: string): Promise<number | null> {
  const until = performance.now() + checkTimeoutMs;
  while (performance.now() < until) {
    const state = await target.inspect(name);
    if (state === null || state.state === 'exited' || state.state === 'dead') return state?.exitCode ?? -1;
    await sleep(pollMs, undefined, { signal });
  }
  return null;
}

async function said({ target, mask }: Context, name: string): Promise<string> {
  const lines: string[] = [];
  const signal = AbortSignal.timeout(5000);
  try {
    for await (const { text } of target.logs(name, { tail: outputLines, follow: false, signal })) lines.push(text);
  } catch {
    // It is evidence only: the verdict stands without.
  }
  return mask(lines.join('\n')).slice(0, outputLength);
}
