/** What of the matrix a node or an edge of the diagram leads to. Pure. */
import type { EnvironmentStatus, FlowEdge, ProjectStatus } from '../../../shared/domain/project.ts';

/** What one place has and another lacks; null where one of them runs nothing, which leads to the whole matrix. */
export interface Between {
  readonly has: string;
  readonly lacks: string;
}

type Picture = Pick<ProjectStatus, 'environments' | 'main'>;

const runs = ({ environments }: Picture, name: string): boolean =>
  environments.some((one) => one.name === name && one.release !== null);

/** What an environment lacks of main. */
export const lacksOfMain = ({ main }: Picture, { name, release }: EnvironmentStatus): Between | null =>
  release && main.commit !== null ? { has: main.branch, lacks: name } : null;

/** What the start of an edge has and its end lacks. */
export const alongEdge = (status: Picture, { from, to }: FlowEdge): Between | null =>
  runs(status, from) && runs(status, to) ? { has: from, lacks: to } : null;

/** What a lane has and main lacks. */
export const ofLane = ({ main }: Picture, lane: { readonly id: string }): Between | null =>
  main.commit === null ? null : { has: `lane:${lane.id}`, lacks: main.branch };
