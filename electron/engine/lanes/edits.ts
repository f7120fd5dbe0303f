/** The edits of a lane, from what a person asks to the operation that does it. */
import type { Lane, LanePlan, PickRequest, Settlement } from '../../../shared/domain/hotfix.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import {
  added,
  arranged,
  closed,
  edited,
  isProblem,
  lanePin,
  planLane,
  published,
  refuseEdit,
  settled,
  undone,
  type PublishFacts,
  type Versioned,
  type Wanted,
} from '../../../shared/planning/hotfix.ts';
import { fail, ProblemError, type Problem } from '../../../shared/problem.ts';
import { earlier } from '../begin.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { beginLane, soonEnded } from './begin.ts';
import { committerOf } from './person.ts';
import { picksFor } from './requested.ts';
import { tryPicks } from './tries.ts';

/** What every edit comes with. */
export interface Asked {
  readonly project: string;
  readonly lane: string;
  readonly version: number;
  readonly key: string;
  /** Whether to go on although somebody moved the lane's branch from outside. */
  readonly overMoved: boolean;
  readonly by: string;
}

interface Edit {
  readonly action: LanePlan['action'];
  readonly why?: string | null;
  /** The next version of the lane. */
  make(open: OpenProject, current: Versioned): Promise<{ after: Versioned; publish?: PublishFacts }>;
}

/** The newest version of a lane; throws `usage.no-such-lane`. */
export function requireLane(engine: Engine, project: string, id: string): Versioned {
  const current = engine.store.lanes.current(project, id);
  if (!current)
    throw fail('usage.no-such-lane', `There is no lane ${JSON.stringify(id.slice(0, 100))}.`, {
      hint: 'slipway hotfix list shows them.',
    });
  return current;
}

/** Carries one edit out; the same key gives back the same operation. */
async function edit(engine: Engine, asked: Asked, { action, why = null, make }: Edit): Promise<Operation> {
  const again = earlier(engine, asked.project, asked.key);
  if (again) return soonEnded(engine, again.id);
  const open = await engine.workspace.get(asked.project);
  const before = requireLane(engine, asked.project, asked.lane);
  const refusal = refuseEdit(before.lane, asked.version);
  if (refusal) throw new ProblemError(refusal);
  const ref = await open.repository.pinned(lanePin(asked.lane));
  const closes = action === 'finish' || action === 'abandon';
  if (ref !== before.lane.head && !asked.overMoved && !closes) throw movedInMirror(before.lane, ref);
  const { after, publish } = await make(open, before);
  // A lane that is closed stays where it is, wherever that is.
  const plan = planLane({
    action,
    before,
    after,
    ref: closes ? after.lane.head : ref,
    ...(publish ? { publish } : {}),
  });
  const operation = await beginLane(engine, plan, { by: asked.by, why, key: asked.key });
  return soonEnded(engine, operation.id);
}

const movedInMirror = (lane: Lane, ref: string | null): ProblemError =>
  fail(
    'conflict.lane-ref-moved',
    `Somebody ${ref === null ? 'deleted' : 'moved'} the ref of ${lane.branch} in Slipway’s mirror.`,
    {
      hint: `Go on over it, and it comes back to ${lane.head.slice(0, 7)}.`,
      details: { is: ref, head: lane.head },
    },
  );

/** Tries what an edit wants, as the version that follows. */
async function tried(
  engine: Engine,
  open: OpenProject,
  current: Versioned,
  wanted: Wanted | Problem,
  { by, what }: { by: string; what: string },
): Promise<{ after: Versioned }> {
  if (isProblem(wanted)) throw new ProblemError(wanted);
  const { base, branch } = current.lane;
  const committer = await committerOf(open.repository, by);
  const trying = { repository: open.repository, base, name: branch, committer, at: engine.now() };
  return { after: edited(current, await tryPicks(trying, wanted), what) };
}

export const pickInto = (
  engine: Engine,
  asked: Asked,
  { picks, at }: { picks: readonly PickRequest[]; at?: number | undefined },
): Promise<Operation> =>
  edit(engine, asked, {
    action: 'pick',
    make: async (open, current) => {
      const more = await picksFor(engine, open, picks);
      const [first] = more;
      const what = more.length === 1 && first ? `Pick “${first.subject}”` : `Pick ${String(more.length)} commits`;
      return tried(engine, open, current, added(current.lane, more, at), { by: asked.by, what });
    },
  });

export const arrange = (engine: Engine, asked: Asked, picks: readonly string[]): Promise<Operation> =>
  edit(engine, asked, {
    action: 'arrange',
    make: (open, current) => {
      const gone = current.lane.picks.filter(({ id }) => !picks.includes(id));
      const [only] = gone;
      const what =
        gone.length === 0
          ? 'Reorder the picks'
          : gone.length === 1 && only
            ? `Remove “${only.subject}”`
            : `Remove ${String(gone.length)} picks`;
      return tried(engine, open, current, arranged(current.lane, picks), { by: asked.by, what });
    },
  });

export const resolve = (
  engine: Engine,
  asked: Asked,
  { pick, files }: { pick: string; files: readonly Settlement[] },
): Promise<Operation> =>
  edit(engine, asked, {
    action: 'resolve',
    make: (open, current) => {
      const subject = current.lane.picks.find(({ id }) => id === pick)?.subject ?? pick;
      const what = `Settle “${subject}”`;
      return tried(engine, open, current, settled(current.lane, pick, files), { by: asked.by, what });
    },
  });

export const undo = (engine: Engine, asked: Asked): Promise<Operation> =>
  edit(engine, asked, {
    action: 'undo',
    make: (_open, current) => {
      const earlierOne =
        current.undoTo === null ? null : engine.store.lanes.version(asked.project, asked.lane, current.undoTo);
      if (!earlierOne)
        throw fail('refused.nothing-to-undo', `Nothing in ${current.lane.branch} can be undone.`, {
          hint: 'Abandon the lane to give it up.',
        });
      return Promise.resolve({ after: undone(current, earlierOne) });
    },
  });

export const publish = (engine: Engine, asked: Asked, to: string): Promise<Operation> =>
  edit(engine, asked, {
    action: 'publish',
    make: async ({ repository }, current) => {
      const { branch, head } = current.lane;
      const left = current.lane.published.find((one) => one.to === to)?.commit ?? null;
      const from = await repository.publishing.branchAt(to, branch);
      if (from !== left && from !== head && !asked.overMoved)
        throw fail(
          'conflict.branch-moved',
          `${branch} is ${from === null ? 'gone' : `at ${from.slice(0, 7)}`} in ${to}, where ${left === null ? 'Slipway never put it' : `Slipway left it at ${left.slice(0, 7)}`}.`,
          {
            hint: 'Look at what is there. Publish over it only if what Slipway has is to take its place.',
            details: { branch, is: from, left },
          },
        );
      return { after: published(current, to, engine.now()), publish: { to, from } };
    },
  });

export const close = (
  engine: Engine,
  asked: Asked,
  status: 'finished' | 'abandoned',
  why: string | null,
): Promise<Operation> =>
  edit(engine, asked, {
    action: status === 'finished' ? 'finish' : 'abandon',
    why,
    make: (_open, current) => Promise.resolve({ after: closed(current, status, why) }),
  });
