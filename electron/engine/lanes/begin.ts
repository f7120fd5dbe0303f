/** Begins the operation of an edit: one at a time in a lane, on exactly the version that it was planned from. */
import type { LanePlan } from '../../../shared/domain/hotfix.ts';
import { isOpen, type Operation } from '../../../shared/domain/operation.ts';
import { titleOf } from '../../../shared/planning/hotfix.ts';
import { fail } from '../../../shared/problem.ts';
import { requireWritable, type Asked } from '../begin.ts';
import type { Engine } from '../engine.ts';
import { viewOf } from '../operations.ts';
import { requiredOperation } from '../requests.ts';

/** Most edits are over in some tens of milliseconds: so long is waited for the lane as it is then. */
const answeredWithinMs = 5000;

/** Throws `conflict.lane-moved` and `conflict.environment-busy` when somebody else edits the lane. */
export async function beginLane(engine: Engine, plan: LanePlan, asked: Asked): Promise<Operation> {
  await requireWritable(engine);
  const { before, after, project } = plan;
  const { operation } = engine.operations.begin(
    {
      id: engine.newId(),
      project,
      kind: 'hotfix',
      // Two lanes of one branch are never cut at once.
      scope: before ? `lane:${after.id}` : `branch:${after.branch}`,
      environment: null,
      title: titleOf(plan),
      release: null,
      revision: null,
      plan,
      startedAt: engine.now(),
      ...asked,
    },
    () => {
      requireUnchanged(engine, plan);
    },
  );
  return viewOf(engine.store, operation);
}

/** Looked at in the transaction that begins: what was planned from is what is there. */
function requireUnchanged({ store }: Engine, { before, after, project }: LanePlan): void {
  if (before) {
    const version = store.lanes.current(project, after.id)?.lane.version;
    if (version === before.version) return;
    throw fail('conflict.lane-moved', `The lane ${after.branch} has changed since it was shown.`, {
      hint: 'Look at it again.',
      retry: true,
      details: { version: version ?? null },
    });
  }
  if (store.lanes.list(project).some((lane) => lane.status === 'open' && lane.branch === after.branch))
    throw fail('conflict.branch-taken', `There is a lane ${after.branch} already.`, { hint: 'Choose another name.' });
}

/** The operation when it has come to rest, or as it is after a few seconds. */
export async function soonEnded({ store, publisher }: Engine, id: string): Promise<Operation> {
  const ended = Promise.withResolvers<undefined>();
  const look = (): void => {
    const { status } = requiredOperation(store, id);
    if (!isOpen(status) || status === 'needs-attention') ended.resolve(undefined);
  };
  const stop = publisher.listen((event) => {
    if ('live' in event && event.live === 'operation' && event.operation === id) look();
  });
  const timer = setTimeout(() => {
    ended.resolve(undefined);
  }, answeredWithinMs);
  try {
    look();
    await ended.promise;
    return viewOf(store, requiredOperation(store, id));
  } finally {
    clearTimeout(timer);
    stop();
  }
}
