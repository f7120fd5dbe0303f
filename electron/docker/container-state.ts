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
      container: Number(container), protocol, hostAddress: binding.HostIp, host: Number(binding.HostPort),
    }));
  });
}
