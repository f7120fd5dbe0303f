/** Every sentence of the diagram. */
import type { EnvironmentStatus, FlowEdge } from '../../../../shared/domain/project.ts';
import type { ReleaseSummary } from '../../../../shared/domain/release.ts';
import { count } from '../../../text/count.ts';

export const words = {
  diagram: 'Environments and the flow between them',
  nothing: 'Nothing deployed yet',
  template: 'Made for each branch',
  drift: 'drift',
  rejected: 'rejected',
  actions: (name: string) => `Actions for ${name}`,
  promoteTo: (to: string) => `Promote to ${to}\u2026`,
  rollback: 'Roll back\u2026',
  logs: 'Logs',
  open: 'Open its address',
  copyAddress: 'Copy link',
  behind: (of: string, commits: number) => `${commits} behind ${of}`,
  testLane: 'Test environments',
  releaseLane: 'Release lane',
  releaseLaneNote: 'Hotfixes join the flow from here.',
  fold: 'Fold',
  more: (n: number) => `${n} more`,
  showAll: 'Show all test environments',
  reset: 'Put nodes back',
  fit: 'Fit the diagram',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  rejectedRelease: 'rejected release',
};

/** The name of a release for people: its tag, else its own name, since a commit that was built twice has two. */
export const releaseName = (release: Pick<ReleaseSummary, 'tag' | 'id'>): string => release.tag ?? release.id;

/** What a screen reader says of a node. */
export function nodeLabel(environment: EnvironmentStatus): string {
  const { name, title, release, healthText, operation } = environment;
  const parts = [
    `${name}, ${title}`,
    release ? `release ${releaseName(release)}` : words.nothing,
    healthText,
    environment.behind && environment.behind.commits > 0
      ? words.behind(environment.behind.of, environment.behind.commits)
      : '',
    environment.drift.length > 0 ? words.drift : '',
    operation ? operation.title : '',
  ];
  return parts.filter(Boolean).join(', ');
}

/** What the button of an edge says: what would move, or what holds it. */
export function edgeLabel(edge: FlowEdge): string {
  const what = edge.release ? releaseName(edge.release) : 'nothing';
  const changes = edge.changes === null ? '' : `, ${count(edge.changes, 'change')}`;
  if (edge.kind === 'mirror') return `${edge.to} mirrors ${edge.from}`;
  if (edge.promotion.possible) return `Promote ${what} from ${edge.from} to ${edge.to}${changes}`;
  return `Promotion from ${edge.from} to ${edge.to} is held${changes}: ${edge.promotion.reason?.message ?? 'nothing to promote'}`;
}
