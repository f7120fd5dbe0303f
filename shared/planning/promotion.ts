/** Whether a release may go to an environment now. No gate is skipped, and a refusal has no effect at all. */
import { problemOf, type Problem } from '../problem.ts';
import type { Release } from '../domain/release.ts';
import type { Revision } from '../domain/revision.ts';

export interface PromotionFacts {
  readonly environment: string;
  readonly kind: string;
  readonly release: Release;
  /** The environments in which it must have run healthy, all of them. */
  readonly after: readonly string[];
  /** Hotfix lanes that join here: a release of one of their branches needs none of `after`. */
  readonly lanes: readonly string[];
  /** Whether the release was built from a branch of the hotfix lane. */
  readonly fromLane: boolean;
  /** For a production copy: the environment that it mirrors. */
  readonly mirrors: string | null;
  /** The healthy revisions of this release in the environments before. */
  readonly runs: readonly Revision[];
  /** What runs here now. */
  readonly current: Revision | null;
  /** What runs now in the mirrored environment. */
  readonly mirrored: Revision | null;
  /** The hash of the configuration that it would run with here. */
  readonly configuration: string;
  /** Whether what runs here differs from what is recorded. */
  readonly drifted: boolean;
  readonly openOperation: string | null;
  readonly approvals: readonly { by: string }[];
  readonly gates: { readonly approval: number | null; readonly soakMs: number | null };
  /** Changes that run here now and that it lacks: what nobody reverted on purpose. */
  readonly loses: readonly { readonly id: string; readonly subject: string }[];
  /** Why it cannot be told what it would lose; null when that was found out. */
  readonly losesUnknown: string | null;
  /** Whether a person has said why it may lose them. */
  readonly mayLose: boolean;
  /** What this version cannot do that the configuration asks for here. */
  readonly blockers: readonly string[];
}

export interface GateState {
  readonly title: string;
  readonly open: boolean;
  readonly detail: string;
}
export interface PromotionVerdict {
  readonly refusal: Problem | null;
  readonly gates: readonly GateState[];
}

/** The verdict, with the state of every gate, open or not. The first reason that holds is the one told. */
export function judgePromotion(facts: PromotionFacts, now: number): PromotionVerdict {
  const gates = [...upstreamGates(facts), ...soakGate(facts, now), ...approvalGate(facts)];
  return { refusal: refusalOf(facts, gates), gates };
}

function refusalOf(facts: PromotionFacts, gates: readonly GateState[]): Problem | null {
  const { release, environment } = facts;
  const name = release.id;
  if (release.rejected) {
    return problemOf(
      'refused.rejected',
      `Release ${name} was rejected by ${release.rejected.by}: ${release.rejected.why}`,
      { hint: 'A rejected release is never promoted again. Build one with a fix.' },
    );
  }
  if (release.workingTree !== undefined && release.workingTree !== environment)
    return problemOf(
      'refused.working-tree',
      `Release ${name} was made from somebody’s working tree for ${release.workingTree}: it goes nowhere else.`,
      { hint: 'Commit what is in it, and build a release from the commit.' },
    );
  if (facts.openOperation !== null) return busy(environment, facts.openOperation);
  const blocker = facts.blockers[0];
  if (blocker !== undefined)
    return problemOf('refused.unsupported', blocker, { hint: 'Take it out of slipway.yaml to deploy without it.' });
  if (facts.mirrors !== null && facts.mirrored?.release !== release.id) {
    return problemOf(
      'refused.not-mirrored',
      `${environment} copies ${facts.mirrors}, which runs ${facts.mirrored?.release ?? 'nothing'}.`,
      { hint: `Promote ${facts.mirrored ? facts.mirrored.release : `something to ${facts.mirrors} first`}.` },
    );
  }
  const current = facts.current;
  if (current?.release === release.id && current.configuration === facts.configuration && !facts.drifted) {
    return problemOf(
      'refused.already-running',
      `${environment} runs release ${name} already, with this configuration, as revision ${String(current.number)}.`,
      { hint: 'There is nothing to do.' },
    );
  }
  const closed = gates.find((gate) => !gate.open);
  if (!closed && facts.kind === 'production' && !facts.mayLose) return losing(facts);
  return closed
    ? problemOf('refused.gate', `${closed.title}: ${closed.detail}`, {
        hint: hintOf(closed, facts),
        details: { gate: closed.title },
      })
    : null;
}

const namedLosses = 5;

/** Not knowing is no reason to go on, and none to be stuck either: what opens the gate is the same. */
function losing({ environment, loses, losesUnknown }: PromotionFacts): Problem | null {
  if (losesUnknown !== null)
    return problemOf(
      'refused.loses-changes',
      `What it would take out of ${environment} cannot be told: ${losesUnknown}`,
      {
        hint: 'Look at what it holds, and say why it may go all the same.',
      },
    );
  if (loses.length === 0) return null;
  const named = loses.slice(0, namedLosses).map(({ subject }) => `“${subject}”`);
  const more = loses.length > named.length ? ` and ${String(loses.length - named.length)} more` : '';
  return problemOf('refused.loses-changes', `It would take out of ${environment}: ${named.join(', ')}${more}.`, {
    hint: 'Bring them to the line of this release first, or say why they may go.',
    details: { changes: loses.map(({ id, subject }) => ({ change: id, subject })) },
  });
}

/** The refusal while another operation holds the environment. */
export function busy(environment: string, operation: string): Problem {
  return problemOf('conflict.environment-busy', `Another operation (${operation}) is working on ${environment}.`, {
    hint: 'Wait for it, or abort it.',
    retry: true,
    details: { operation },
  });
}

const hintOf = (gate: GateState, facts: PromotionFacts): string =>
  gate.title.startsWith('Ran in ')
    ? `Promote it to ${gate.title.slice('Ran in '.length)} first.`
    : gate.title === 'Approval'
      ? `Somebody else approves it: slipway approve ${facts.release.id} --to ${facts.environment}`
      : 'Wait until it has run that long, and look again.';

/** The runs that count as proof: healthy, and of the very same digests. */
function proofs(facts: PromotionFacts, environment: string): Revision[] {
  const digests = Object.fromEntries(facts.release.artifacts.map((artifact) => [artifact.service, artifact.digest]));
  return facts.runs.filter(
    (run) =>
      run.environment === environment &&
      run.release === facts.release.id &&
      run.healthy &&
      sameDigests(run.digests, digests),
  );
}
const proof = (facts: PromotionFacts, environment: string): Revision | undefined => proofs(facts, environment)[0];

/** Whether exactly the services of the release ran, each as exactly the digest that the release names. */
export const sameDigests = (
  ran: Readonly<Record<string, string>>,
  released: Readonly<Record<string, string>>,
): boolean =>
  Object.keys(ran).length === Object.keys(released).length &&
  Object.entries(ran).every(([service, digest]) => Object.hasOwn(released, service) && released[service] === digest);

const viaLane = (facts: PromotionFacts): boolean =>
  facts.lanes.length > 0 && (facts.fromLane || facts.lanes.some((lane) => proof(facts, lane)));

function upstreamGates(facts: PromotionFacts): GateState[] {
  if (viaLane(facts))
    return [{ title: 'Hotfix lane', open: true, detail: 'it comes by the release lane, past the environments before' }];
  return facts.after.map((environment) => {
    const run = proof(facts, environment);
    const detail = run
      ? `healthy as revision ${String(run.number)}`
      : `the very digests of this release never ran healthy in ${environment}`;
    return { title: `Ran in ${environment}`, open: run !== undefined, detail };
  });
}

function soakGate(facts: PromotionFacts, now: number): GateState[] {
  const { soakMs } = facts.gates;
  if (soakMs === null || facts.after.length === 0 || viaLane(facts)) return [];
  const soaked = Math.min(...facts.after.map((environment) => longestRunMs(facts, environment, now)));
  const open = soaked >= soakMs;
  return [
    {
      title: 'Soak time',
      open,
      detail: open ? `healthy for ${lasting(soaked)}` : `healthy for ${lasting(soaked)} of ${lasting(soakMs)}`,
    },
  ];
}

/** Rounded down: what has not soaked long enough never reads as if it had. */
function lasting(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) return `${String(seconds)} s`;
  return seconds % 60 === 0 || seconds >= 7200
    ? `${String(Math.floor(seconds / 60))} min`
    : `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

/** The longest time that the very digests of the release ran in one go. A clock that was set back counts as no time, never as negative. */
function longestRunMs(facts: PromotionFacts, environment: string, now: number): number {
  const spans = proofs(facts, environment).map((run) =>
    run.runningAt === null ? 0 : Math.max(0, (run.endedAt ?? now) - run.runningAt),
  );
  return Math.max(0, ...spans);
}

function approvalGate(facts: PromotionFacts): GateState[] {
  const { approval } = facts.gates;
  if (approval === null) return [];
  const people = [...new Set(facts.approvals.map((one) => one.by))];
  return [
    {
      title: 'Approval',
      open: people.length >= approval,
      detail: `${String(people.length)} of ${String(approval)}${people.length > 0 ? ` (${people.join(', ')})` : ''}`,
    },
  ];
}
