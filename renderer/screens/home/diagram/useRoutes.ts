/** The layout for a status: computed anew only when the shape of the flow changes, never for a change of health. */
import { useEffect, useMemo, useState } from 'react';
import type { ProjectStatus } from '../../../../shared/domain/project.ts';
import { planLanes, type LanePlan } from './lanes.ts';
import { routeEdges, type Routed } from './route.ts';

export interface Layout {
  readonly plan: LanePlan;
  /** Null until ELK has answered for the first time. */
  readonly routed: Routed | null;
}

export function useRoutes(status: ProjectStatus, unfolded: boolean, sourceCount: number): Layout {
  const plan = useMemo(
    () => planLanes(status.environments, status.edges, unfolded, status.lanes.length, sourceCount),
    [status, unfolded, sourceCount],
  );
  const shape = JSON.stringify([
    plan.placed.map((place) => [place.environment.name, place.environment.lane, place.x, place.y]),
    status.edges.map((edge) => [edge.id, edge.from, edge.to]),
  ]);
  const [routed, setRouted] = useState<Routed | null>(null);
  useEffect(() => {
    let stale = false;
    routeEdges(plan.placed, status.edges).then(
      (answer) => {
        if (!stale) setRouted(answer);
      },
      // Without routes the places of the lanes still hold, and edges are drawn straight.
      () => {
        if (!stale) setRouted({ places: new Map(), ways: new Map() });
      },
    );
    return () => {
      stale = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `shape` stands for all of plan and edges that routes depend on
  }, [shape]);
  return { plan, routed };
}
