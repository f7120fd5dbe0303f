/** A deployment behind a front: the new side beside the old one, and then the traffic. */
import type { Colour, FrontOptions } from '../domain/front.ts';
import { inDependencyOrder, isArtifact } from '../domain/naming.ts';
import type { StepPlan } from '../domain/operation.ts';
import type { DeploymentPlan, Side, SideFront } from '../domain/plan.ts';
import type { Service } from '../domain/service.ts';
import type { Json, Problem } from '../problem.ts';
import type { DeploymentFacts } from './deployment.ts';
import { besideOf, freeColour, planFront } from './front.ts';
import { frozen } from './frozen.ts';
import type { Counts, Move } from './moves.ts';
import { planRollout, type Strategy } from './rollout.ts';

export interface FrontFacts {
  readonly options: FrontOptions;
  readonly strategy: Strategy;
  /** How long the old side stays started, so that the way back is a switch. */
  readonly warmMs: number;
  /** The colour of what is kept warm beside what runs. */
  readonly warmColour: Colour | undefined;
  /** For a rollback: the fastest way there is. */
  readonly back: WayBack | null;
}

export type WayBack =
  /** What still runs of the revision that comes back: only the traffic moves. */
  | { readonly way: 'switch'; readonly runsAs: number; readonly front: SideFront }
  /** Its images are here, or in the registry; `why` it is not a switch. */
  | { readonly way: 'start' | 'pull'; readonly why: string };

/** The plan, or why there can be none. */
export function planFronted(facts: DeploymentFacts, given: FrontFacts): DeploymentPlan | Problem {
  const next = nextSide(facts, given);
  if ('code' in next) return next;
  const beside = besideOf(next, facts.bindings);
  const before = facts.previous?.front ? besideOf(facts.previous, facts.bindings) : null;
  const counts = (side: Side, names: ReadonlySet<string>): Counts =>
    Object.fromEntries(
      side.application.services.filter(({ name }) => names.has(name)).map(({ name, replicas }) => [name, replicas]),
    );
  // A rollback is in a hurry, and its release has proved itself here. Where nothing is behind the front yet, nothing is left to share.
  const careful = facts.kind === 'promote' && before !== null;
  const rollout = planRollout({
    old: facts.previous && before ? counts(facts.previous, before) : null,
    next: counts(next, beside),
    strategy: careful ? given.strategy : { strategy: 'blue-green' },
    warmMs: given.warmMs,
  });
  if ('code' in rollout) return rollout;
  const inPlace = inDependencyOrder(next.application.services).filter((service) => !beside.has(service.name));
  const { strategy: _, front: __, ...plan } = facts;
  return frozen({
    ...plan,
    next,
    rehearsed: false,
    bindings: [...facts.bindings],
    notices: [...wayNotice(facts, given.back), ...facts.notices, ...noticesOf(facts, inPlace, beside)],
    rollout: {
      strategy: careful ? given.strategy.strategy : ('blue-green' as const),
      warmMs: given.warmMs,
      way: given.back?.way ?? null,
    },
    steps: given.back?.way === 'switch' ? switchSteps(facts, inPlace) : rolloutSteps(facts, inPlace, rollout.moves),
  });
}

function nextSide(facts: DeploymentFacts, { options, back, warmColour }: FrontFacts): Side | Problem {
  if (back?.way === 'switch') return { ...facts.next, runsAs: back.runsAs, front: back.front };
  const colour = freeColour([facts.previous?.front?.colour, warmColour]);
  const front = planFront(facts.next.application.services, facts.bindings, options, facts.next.revision, colour);
  return 'code' in front ? front : { ...facts.next, front };
}

/** Which way back it is, and why that one: said first, since it decides how long it takes. */
function wayNotice({ restores }: DeploymentFacts, back: WayBack | null): string[] {
  if (!back) return [];
  const revision = `revision ${String(restores)}`;
  switch (back.way) {
    case 'switch':
      return [`By switch: ${revision} is still warm behind the load balancer. Nothing is started.`];
    case 'start':
      return [`By start: ${back.why} Its images are here.`];
    case 'pull':
      return [`By pull: ${back.why} Its images come from the registry.`];
  }
}

function noticesOf(facts: DeploymentFacts, inPlace: readonly Service[], beside: ReadonlySet<string>): string[] {
  const replaced = inPlace.filter((service) => isArtifact(service) && service.replicas > 0).map(({ name }) => name);
  const moves = facts.previous !== null && facts.previous.front === undefined;
  return [
    ...(replaced.length > 0 && beside.size > 0
      ? [`${replaced.join(', ')}: stopped and started, not switched: not published over TCP, or writing to a volume.`]
      : []),
    ...(moves ? ['The load balancer takes over the published ports: they are away for a moment, this one time.'] : []),
  ];
}

const step = (type: string, title: string, more: Partial<StepPlan> = {}): StepPlan => ({
  id: type,
  type,
  title,
  input: null,
  commits: false,
  ...more,
});

function rolloutSteps(facts: DeploymentFacts, inPlace: readonly Service[], moves: readonly Move[]): StepPlan[] {
  return [
    step('images.ensure', 'Have every image at hand'),
    step('environment.prepare', 'Prepare network and volumes'),
    ...(inPlace.some((service) => !isArtifact(service))
      ? [step('dependencies.ensure', 'Start what the release depends on')]
      : []),
    // Where nothing runs, everything can start in the order in which it depends on each other.
    ...(facts.previous
      ? [
          step('side.start', 'Start the new release beside the old one'),
          ...(inPlace.length > 0 ? [step('containers.switch', 'Replace what cannot be there twice')] : []),
        ]
      : [step('containers.switch', 'Start the containers')]),
    step('front.ensure', 'Put the new release behind the load balancer'),
    ...shiftSteps(moves),
    ...closingSteps(facts),
  ];
}

/** Nothing is started: what serves is changed first, and everything else follows. */
const switchSteps = (facts: DeploymentFacts, inPlace: readonly Service[]): StepPlan[] => [
  shiftStep(0, 100, `Switch back to revision ${String(facts.restores)}, which is still warm`),
  ...(inPlace.length > 0
    ? [
        step('images.ensure', 'Have every image at hand'),
        step('environment.prepare', 'Prepare network and volumes'),
        step('dependencies.ensure', 'Start what the release depends on'),
        step('containers.switch', 'Replace what cannot be there twice'),
      ]
    : []),
  ...closingSteps(facts),
];

const closingSteps = (facts: DeploymentFacts): StepPlan[] => [
  step('deployment.verify', 'Verify what runs'),
  step('revision.record', `Record revision ${String(facts.next.revision)} as running`, { commits: true }),
  ...(facts.previous ? [step('containers.retire', 'Remove what nobody needs any more')] : []),
];

function shiftSteps(moves: readonly Move[]): StepPlan[] {
  let waitMs = 0;
  const steps: StepPlan[] = [];
  for (const move of moves) {
    if (move.do === 'hold') waitMs = move.ms;
    if (move.do !== 'shift') continue;
    const title =
      move.to === 100
        ? 'Send all traffic to the new release'
        : `Send ${String(move.to)} % of the traffic to the new release`;
    steps.push({ ...shiftStep(move.from, move.to, title), ...(waitMs > 0 ? { waitMs } : {}) });
    waitMs = 0;
  }
  return steps;
}

const shiftStep = (from: number, to: number, title: string): StepPlan => {
  const input: Json = { from, to };
  return { ...step('traffic.shift', title), id: to === 100 ? 'traffic.shift' : `traffic.shift.${String(to)}`, input };
};
