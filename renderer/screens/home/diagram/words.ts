/** Every sentence of the diagram. */
import type { EnvironmentStatus, FlowEdge, ProjectStatus } from '../../../../shared/domain/project.ts';
import type { ReleaseSummary } from '../../../../shared/domain/release.ts';
import type { WorkingTree } from '../../../../shared/domain/test-environment.ts';
import type { RolloutState } from '../../../../shared/domain/rollout.ts';
import { runLabel, words as runWords } from '../../../components/run/words.ts';
import { sidesOf } from '../../../components/rollout/figures.ts';
import { sidesText, words as rolloutWords } from '../../../components/rollout/words.ts';
import { inert } from '../../../text/inert.ts';
import { count } from '../../../text/count.ts';
import type { Marks } from './marks.ts';
import type { Source, Trouble } from './pipeline.ts';

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
  lost: (n: number, more: boolean) => `${n}${more ? '+' : ''} not on main`,
  parked: 'parked candidate',
  held: (why: string) => `on hold: ${why}`,
  warm: 'back by a switch',
  warmTip: 'The revision before still runs: a rollback only moves the traffic.',
  hold: 'Put on hold\u2026',
  letGo: 'Let automation go on\u2026',
  lacks: (n: number) => `lacks ${count(n, 'hotfix', 'hotfixes')}`,
  bringBack: (release: string) => `Bring back ${release}\u2026`,
  notOnMain: (n: number) => `${n} not on main`,
  conflicts: (n: number) => count(n, 'conflict'),
  changesOf: 'Changes that it lacks',
  matrix: 'Which change is where',
  changesOfLane: (branch: string) => `Changes of ${branch} that main lacks`,
  lostChanges: 'Changes that main lacks',
  checkout: 'Your checkout',
  unborn: 'no commit yet',
  ahead: (n: number, of: string) => `${count(n, 'commit')} that ${of} has not`,
  changed: (n: number) => (n === 0 ? 'nothing changed' : `${count(n, 'file')} changed`),
  deployHere: 'Deploy what I have here\u2026',
  deployHereTip: 'Make a test environment of what is in your working tree now',
  notRun: 'Not run yet',
  unknown: 'Not known yet',
  inLine: (n: number) => `${n} in line`,
  troubles: { blind: 'cannot fetch', unbegun: 'cannot begin', paused: 'paused' } satisfies Record<
    Trouble['what'],
    string
  >,
  newTest: 'New test environment\u2026',
  removeTest: 'Remove it\u2026',
  workingTree: 'working tree',
  workingTreeTip: 'Made from somebody\u2019s working tree: it can go nowhere else.',
  draft: 'draft',
  merged: 'merged',
  ends: (text: string) => `ends in ${text}`,
  ended: 'ends now',
  outdated: 'not what it should be',
  startHotfix: 'Start a hotfix from here\u2026',
};

/** What a screen reader says of the checkout. */
export function checkoutLabel(tree: WorkingTree | null, main: string): string {
  if (!tree) return words.checkout;
  const parts = [
    words.checkout,
    tree.branch === null ? '' : inert(tree.branch),
    tree.ahead ? words.ahead(tree.ahead, main) : '',
    tree.behind ? words.behind(main, tree.behind) : '',
    words.changed(tree.count),
  ];
  return parts.filter(Boolean).join(', ');
}

/** What a screen reader says of the main branch. */
export function mainLabel({ main, run, waiting, troubles }: Extract<Source, { kind: 'main' }>, now: number): string {
  const pipeline = runWords.pipeline(inert(main.branch));
  const parts = [
    ...(run === 'unknown' || run === null ? [pipeline] : [runLabel(run, now)]),
    ...(run === null ? [words.notRun.toLowerCase()] : []),
    ...(waiting > 0 ? [words.inLine(waiting)] : []),
    ...troubles.map(({ what, why }) => `${words.troubles[what]}: ${inert(why)}`),
  ];
  return parts.join(', ');
}

/** The name of a release for people: its tag, else its own name, since a commit that was built twice has two. */
export const releaseName = (release: Pick<ReleaseSummary, 'tag' | 'id'>): string => release.tag ?? release.id;

/** Whether what a rollback would bring back still runs: then it is a matter of milliseconds. */
export const goesBackBySwitch = ({ rollback }: Pick<EnvironmentStatus, 'rollback'>): boolean =>
  rollback.possible && rollback.way === 'switch';

const noMarks: Marks = { lost: 0, lostMore: false, parked: null };

/** What a screen reader says of a lane. */
export function laneLabel({ branch, picks, notOnMain }: ProjectStatus['lanes'][number]): string {
  const conflicts = picks.filter((pick) => pick.state === 'conflict').length;
  const parts = [
    `Hotfix lane ${branch}`,
    count(picks.length, 'pick'),
    conflicts > 0 ? words.conflicts(conflicts) : '',
    notOnMain ? words.notOnMain(notOnMain) : '',
  ];
  return inert(parts.filter(Boolean).join(', '));
}

/** What a screen reader says of a node. */
export function nodeLabel(
  environment: EnvironmentStatus,
  marks: Marks = noMarks,
  rollout: RolloutState | null = null,
  /** What is said of it as a test environment. */
  apart: readonly string[] = [],
): string {
  const { name, title, release, healthText, operation } = environment;
  const parts = [
    `${name}, ${title}`,
    release ? `release ${releaseName(release)}` : words.nothing,
    healthText,
    environment.behind && environment.behind.commits > 0
      ? words.behind(environment.behind.of, environment.behind.commits)
      : '',
    environment.drift.length > 0 ? words.drift : '',
    marks.lost > 0 ? words.lost(marks.lost, marks.lostMore) : '',
    marks.parked ? words.parked : '',
    environment.hold ? words.held(inert(environment.hold.why)) : '',
    ...apart,
    !operation && goesBackBySwitch(environment) ? words.warm : '',
    operation ? operation.title : '',
    operation && rollout ? sidesText(sidesOf(rollout, operation.revision)) : '',
    operation && rollout?.paused ? rolloutWords.paused : '',
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
