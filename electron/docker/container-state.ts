/** What an inspection says, in Slipway's terms. */
import type { ContainerState } from '../../shared/domain/health.ts';
import type { ContainerInspectInfo } from './client.ts';

/** Everything of a `ContainerState` but what only the labels tell. */
export type ObservedContainer = Omit<ContainerState, 'service' | 'replica' | 'revision'>;

const states = ['created', 'running', 'paused', 'restarting', 'exited', 'dead', 'removing'] as const;
const healths = ['none', 'starting', 'healthy', 'unhealthy'] as const;

/** Times in epoch milliseconds; null for what has not happened. An unknown state counts as `dead`. */
export function observe(inspected: ContainerInspectInfo): ObservedContainer {
  const { State: state } = inspected;
  const ended = state.Status === 'exited' || state.Status === 'dead';
  return {
    id: inspected.Id,
    name: inspected.Name.replace(/^\//, ''),
    image: inspected.Image,
    state: states.find((known) => known === state.Status) ?? 'dead',
    health: healths.find((known) => known === state.Health?.Status) ?? 'none',
    exitCode: ended ? state.ExitCode : null,
    startedAt: time(state.StartedAt),
    finishedAt: time(state.FinishedAt),
    oomKilled: state.OOMKilled,
    restarts: inspected.RestartCount,
    ports: ports(inspected),
    healthcheck: healthcheck(inspected),
  };
}

const nanoseconds = 1e6;
/** What Docker takes where a check does not say. */
const usual = { intervalMs: 30_000, timeoutMs: 30_000, retries: 3 };

/** The check that the container has, be it from the service or from the image itself. */
function healthcheck({ Config }: ContainerInspectInfo): ContainerState['healthcheck'] {
  const check = Config.Healthcheck;
  const test = typeof check?.Test === 'string' ? ['CMD-SHELL', check.Test] : (check?.Test ?? []);
  if (!check || test.length === 0 || test[0] === 'NONE') return null;
  const ms = (value: number | undefined): number => (value ?? 0) / nanoseconds;
  return {
    test,
    intervalMs: ms(check.Interval) || usual.intervalMs,
    timeoutMs: ms(check.Timeout) || usual.timeoutMs,
    retries: check.Retries ?? usual.retries,
    startPeriodMs: ms(check.StartPeriod),
  };
}

/** The engine writes year 1 for never. */
function time(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) || at <= 0 ? null : at;
}

function ports(inspected: ContainerInspectInfo): ContainerState['ports'] {
  return Object.entries(inspected.NetworkSettings.Ports ?? {}).flatMap(([port, bound]) => {
    const [container, protocol = 'tcp'] = port.split('/');
    return ((bound ?? []) as { HostIp: string; HostPort: string }[]).map((binding) => ({
      container: Number(container),
      protocol,
      hostAddress: binding.HostIp,
      host: Number(binding.HostPort),
    }));
  });
}
