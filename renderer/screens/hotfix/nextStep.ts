/** What a lane needs next on its way from the first pick to main. Pure. */
import type { LaneStatus } from '../../../shared/domain/hotfix.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';

export type NextStep =
  | { readonly step: 'pick' }
  | { readonly step: 'settle'; readonly pick: string }
  | { readonly step: 'build' }
  | { readonly step: 'promote'; readonly release: string; readonly to: string }
  | { readonly step: 'publish' }
  | { readonly step: 'forward-port' }
  | { readonly step: 'finish' }
  | { readonly step: 'none' };

export function nextStep(lane: LaneStatus, status: ProjectStatus): NextStep {
  if (lane.status !== 'open') return { step: 'none' };
  const conflict = lane.picks.find((pick) => pick.state === 'conflict');
  if (conflict) return { step: 'settle', pick: conflict.id };
  if (lane.head === lane.base) return { step: 'pick' };
  if (lane.purpose === 'forward-port')
    return lane.published.some((one) => one.commit === lane.head) ? { step: 'finish' } : { step: 'publish' };
  if (!lane.release) return { step: 'build' };
  const stations = stationsOf(lane, status);
  // Where it has arrived, what it pushed aside may be back: that is no way to go again.
  const arrived = lane.runsIn.includes(stations.at(-1) ?? '');
  const to = arrived ? undefined : stations.find((name) => !lane.runsIn.includes(name));
  if (to) return { step: 'promote', release: lane.release, to };
  return lane.forwardPort.open ? { step: 'forward-port' } : { step: 'finish' };
}

/** The environments that a hotfix goes to, in order: the lane's own, where it joins the flow, production. */
export function stationsOf(lane: LaneStatus, status: ProjectStatus): string[] {
  const production = status.environments.find((one) => one.kind === 'production' && !one.template);
  const own = status.environments.find((one) => one.name === lane.environment);
  const joined = status.edges.filter((edge) => edge.from === own?.name && edge.kind === 'lane').map((edge) => edge.to);
  const between = status.environments
    .filter((one) => joined.includes(one.name) && one.name !== production?.name)
    .toSorted((a, b) => a.order - b.order);
  return [...(own ? [own] : []), ...between, ...(production ? [production] : [])].map((one) => one.name);
}
