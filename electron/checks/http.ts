import type { CheckOf } from '../../shared/domain/verification.ts';
import type { ContainerSpec } from '../targets/target.ts';
import { ask, type Answer } from './ask.ts';
import { beginning, found, type CheckContext, type CheckKind, type Found } from './check.ts';

type Check = CheckOf<'http'>;

/** So many containers of a service are asked; what a hundred of them do, these do. */
const mostContainers = 5;

/** Asks each new container itself: through the front, chance would decide whom an answer came from. */
export const http: CheckKind<'http'> = {
  kind: 'http',
  everyMs: 2000,
  again: true,
  async run(check, context) {
    const containers = context.containers.filter(({ service }) => service.name === check.service);
    if (containers.length === 0)
      return [found(check, 'failed', `No container of “${check.service}” runs in this revision.`)];
    let told: Found | null = null;
    for (const container of containers.slice(0, mostContainers)) {
      told = await askOne(check, context, container);
      if (told.verdict !== 'passed') break;
    }
    return told ? [told] : [];
  },
};

async function askOne(check: Check, context: CheckContext, container: ContainerSpec): Promise<Found> {
  const port = check.port ?? portOf(container, context);
  if (port === null) return found(check, 'failed', `Nothing says on which port “${check.service}” listens.`);
  const way = await connect(context, container, port);
  if (way === null)
    return found(check, 'unjudged', `“${check.service}” publishes no port, and no load balancer stands before it.`);
  // One text, not a path relative to a base: `//other/…` would lead to another host.
  const url = new URL(`http://${way.authority}${check.path}`);
  try {
    const answer = await ask({
      url,
      connection: way.connection,
      headers: { host: check.service },
      timeoutMs: check.withinMs,
      signal: context.signal,
    });
    return judge(check, context, answer, container.name);
  } catch (thrown) {
    if (context.signal.aborted) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return found(check, 'failed', `${check.path}: ${beginning(context, why, 200)}.`, { container: container.name });
  }
}

function judge(check: Check, context: CheckContext, answer: Answer, container: string): Found {
  const { status, text, location, tookMs, cut } = answer;
  const evidence = {
    container,
    status,
    tookMs,
    body: beginning(context, text),
    ...(location === null ? {} : { location: beginning(context, location, 300) }),
    ...(cut ? { cut: 'only the first 1 MB was read' } : {}),
  };
  const wanted = check.status === null ? '2xx' : String(check.status);
  const isWanted = check.status === null ? status >= 200 && status < 300 : status === check.status;
  if (!isWanted)
    return found(check, 'failed', `${check.path} answered ${String(status)}, and ${wanted} is wanted.`, evidence);
  if (check.contains !== null && !text.includes(check.contains))
    return found(
      check,
      'failed',
      `${check.path} answered without “${beginning(context, check.contains, 100)}” in it${cut ? ' (1 MB was read)' : ''}.`,
      evidence,
    );
  return found(check, 'passed', `${check.path} answered ${String(status)} in ${String(tookMs)} ms.`, evidence);
}

function portOf(container: ContainerSpec, { plan, side }: CheckContext): number | null {
  const { service } = container;
  const bound = (side.bindings ?? plan.bindings).find((one) => one.service === service.name && one.protocol === 'tcp');
  return bound?.container ?? service.expose[0] ?? service.ports[0]?.container ?? null;
}

/** Through the front's container to the one that is meant; without a front, to the port that it has on the host. */
async function connect({ target, front }: CheckContext, container: ContainerSpec, port: number) {
  const [alias] = container.networks.flatMap(({ aliases }) => aliases);
  if (front !== null && alias !== undefined)
    return { connection: await target.connectThrough(front, alias, port), authority: 'service' };
  const bound = container.bindings.find((one) => one.container === port && one.protocol === 'tcp');
  if (!bound) return null;
  const host = ['0.0.0.0', '::', ''].includes(bound.hostAddress) ? '127.0.0.1' : bound.hostAddress;
  return { connection: null, authority: `${host.includes(':') ? `[${host}]` : host}:${String(bound.host)}` };
}
