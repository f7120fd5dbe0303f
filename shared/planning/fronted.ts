/** A deployment behind a front: the new side beside the old one, and then the traffic. */
import type { Colour, FrontOptions } from '../domain/front.ts';
import { inDependencyOrder, isArtifact } from '../domain/naming.ts';
import type { StepPlan } from '../domain/operation.ts';
import type { DeploymentPlan, Side, SideFront } from '../domain/plan.ts';
import type { Service } from '../domain/service.ts';
import type { Problem } from '../problem.ts';
import type { DeploymentFacts } from './deployment.ts';
import { besideOf, freeColour, isSameFront, planFront } from './front.ts';
import { frozen } from './frozen.ts';
import { moveSteps, replicaStep, shiftStep, stepOf } from './move-steps.ts';
import { countOf, type Counts, type Move, type Replicas } from './moves.ts';
import { startsSide } from './standing.ts';
import { fitting } from './verification/declared.ts';
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
  | { readonly way: 'switch'; readonly runsAs: number; readonly front: SideFront; readonly running: Counts }
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
  const careful =
    facts.kind === 'promote' && facts.previous?.front !== undefined && isSameFront(facts.previous.front, next.front);
  const rollout = planRollout({
    old: facts.previous && before ? counts(facts.previous, before) : null,
    next: counts(next, beside),
    strategy: careful ? given.strategy : { strategy: 'blue-green' },
    warmMs: given.warmMs,
  });
  if ('code' in rollout) return rollout;
  const inPlace = inDependencyOrder(next.application.services).filter((service) => !beside.has(service.name));
  const { strategy: _, front: __, verify, ...plan } = facts;
  return frozen({
    ...plan,
    ...fitting(verify, careful && given.strategy.strategy !== 'blue-green'),
    next,
    rehearsed: false,
    bindings: [...facts.bindings],
    notices: [...wayNotice(facts, given.back), ...facts.notices, ...noticesOf(facts, next.front, inPlace, beside)],
    rollout: {
      strategy: careful ? given.strategy.strategy : ('blue-green' as const),
      warmMs: rollout.warmMs,
      way: given.back?.way ?? null,
    },
    steps:
      given.back?.way === 'switch'
        ? switchSteps(facts, inPlace, missingOf(next, given.back.running))
        : rolloutSteps(facts, inPlace, rollout.moves),
  });
}

function nextSide(
  facts: DeploymentFacts,
  { options, back, warmColour }: FrontFacts,
): (Side & { readonly front: SideFront }) | Problem {
  if (back?.way === 'switch')
    return { ...withAtLeast(facts.next, back.running), runsAs: back.runsAs, front: back.front };
  const colour = freeColour([facts.previous?.front?.colour, warmColour]);
  const front = planFront(facts.next.application.services, facts.bindings, options, facts.next.revision, colour);
  return 'code' in front ? front : { ...facts.next, front };
}

/** What runs is not stopped at the switch, also where fewer are wanted by now. */
const withAtLeast = (side: Side, running: Counts): Side => ({
  ...side,
  application: {
    ...side.application,
    services: side.application.services.map((service) => ({
      ...service,
      replicas: Math.max(service.replicas, countOf(running, service.name)),
    })),
  },
});

/** Containers that are wanted, and do not run yet. */
const missingOf = (side: Side, running: Counts): Replicas =>
  Object.fromEntries(
    side.application.services.flatMap(({ name, replicas }) => {
      const count = countOf(running, name);
      if (!Object.hasOwn(running, name) || replicas <= count) return [];
      return [[name, Array.from({ length: replicas - count }, (_, index) => count + index + 1)] as const];
    }),
  );

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

function noticesOf(
  facts: DeploymentFacts,
  front: SideFront,
  inPlace: readonly Service[],
  beside: ReadonlySet<string>,
): string[] {
  const replaced = inPlace.filter((service) => isArtifact(service) && service.replicas > 0).map(({ name }) => name);
  const moves = facts.previous !== null && facts.previous.front === undefined;
  const anew = facts.previous?.front !== undefined && !isSameFront(facts.previous.front, front);
  return [
    ...(replaced.length > 0 && beside.size > 0
      ? [`${replaced.join(', ')}: stopped and started, not switched: not published over TCP, or writing to a volume.`]
      : []),
    ...(moves ? ['The load balancer takes over the published ports: they are away for a moment, this one time.'] : []),
    ...(anew
      ? ['The load balancer itself changes: its ports are away for a moment, and all traffic goes over at once.']
      : []),
  ];
}

function rolloutSteps(facts: DeploymentFacts, inPlace: readonly Service[], moves: readonly Move[]): StepPlan[] {
  const steps = moveSteps(moves);
  const first = steps.findIndex(({ type }) => type === startsSide);
  const gradual = first > 0 || steps.filter(({ type }) => type === startsSide).length > 1;
  const begins = gradual ? steps.slice(0, first + 1) : [stepOf(startsSide, 'Start the new release beside the old one')];
  return [
    stepOf('images.ensure', 'Have every image at hand'),
    stepOf('environment.prepare', 'Prepare network and volumes'),
    ...(inPlace.some((service) => !isArtifact(service))
      ? [stepOf('dependencies.ensure', 'Start what the release depends on')]
      : []),
    // Where nothing runs, everything can start in the order in which it depends on each other.
    ...(facts.previous
      ? [...begins, ...(inPlace.length > 0 ? [stepOf('containers.switch', 'Replace what cannot be there twice')] : [])]
      : [stepOf('containers.switch', 'Start the containers')]),
    stepOf('front.ensure', 'Put the new release behind the load balancer'),
    ...steps.slice(first + 1),
    ...closingSteps(facts),
  ];
}

/** Nothing is started: what serves is changed first, and everything else follows. */
const switchSteps = (facts: DeploymentFacts, inPlace: readonly Service[], missing: Replicas): StepPlan[] => [
  shiftStep(0, 100, `Switch back to revision ${String(facts.restores)}, which is still warm`),
  ...(Object.keys(missing).length > 0
    ? [replicaStep(startsSide, startsSide, 'Start as many containers as were chosen since', missing)]
    : []),
  ...(inPlace.length > 0
    ? [
        stepOf('images.ensure', 'Have every image at hand'),
        stepOf('environment.prepare', 'Prepare network and volumes'),
        stepOf('dependencies.ensure', 'Start what the release depends on'),
        stepOf('containers.switch', 'Replace what cannot be there twice'),
      ]
    : []),
  ...closingSteps(facts),
];

const closingSteps = (facts: DeploymentFacts): StepPlan[] => [
  stepOf('deployment.verify', 'Verify what runs'),
  stepOf('revision.record', `Record revision ${String(facts.next.revision)} as running`, { commits: true }),
  ...(facts.previous ? [stepOf('containers.retire', 'Remove what nobody needs any more')] : []),
];
