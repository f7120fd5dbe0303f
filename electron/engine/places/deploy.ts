/** Bringing a test environment what it should run: when its release is there, the engine promotes it, once. */
import { isOpen, type Operation } from '../../../shared/domain/operation.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { engineName } from '../../../shared/planning/automation.ts';
import { fail, problemFrom, ProblemError, type Problem } from '../../../shared/problem.ts';
import type { StoredOperation } from '../../store/queries/operations.ts';
import type { StoredTestEnvironment } from '../../store/queries/test-environments.ts';
import { beginDeployment } from '../begin-deployment.ts';
import { earlier } from '../begin.ts';
import type { Engine } from '../engine.ts';
import { viewOf } from '../operations.ts';
import { preparePromotion } from '../prepare-promotion.ts';
import type { OpenProject } from '../workspace.ts';
import { refusedBy, wholeRunOf } from './makers.ts';

/** One for every time that an environment was asked for something: begun once, also after a crash in between. */
const keyOf = ({ environment, commit, id, wish }: StoredTestEnvironment): string =>
  `test:${environment}:${commit}:${String(id)}.${String(wish)}`;

/** The release of a commit that an environment may have; null while there is none. */
export const releaseFor = (
  { store }: Engine,
  project: string,
  commit: string,
  workingTree: string | undefined,
): Release | null =>
  store.releases.ofCommit(project, commit).find((one) => one.workingTree === workingTree && !one.rejected) ?? null;

/** The operation that an environment is at: what makes its release, then what brings it; null before either has begun. */
export function operationAt(engine: Engine, place: StoredTestEnvironment): Operation | null {
  const { store } = engine;
  const promotion = earlier(engine, place.project, keyOf(place));
  if (promotion) return promotion;
  const maker = makerAt(engine, place);
  return maker ? viewOf(store, maker) : null;
}

/** What makes the release: of a run that failed, the newest that was tried again. */
function makerAt(engine: Engine, { project, commit, maker }: StoredTestEnvironment): StoredOperation | null {
  const kept = maker === null ? null : engine.store.operations.get(maker);
  return kept?.kind === 'run' ? (wholeRunOf(engine, project, commit) ?? kept) : kept;
}

/** Why an environment does not run what it should; null while it does, or is about to. */
export function problemAt(engine: Engine, place: StoredTestEnvironment): Problem | null {
  const operation = operationAt(engine, place);
  if (operation?.problem) return operation.problem;
  if (operation?.status === 'aborted')
    return problemFrom(fail('failed.cancelled', `“${operation.title}” was cancelled.`, { hint: 'Ask for it again.' }));
  const maker = operation?.kind === 'run' && !isOpen(operation.status) ? makerAt(engine, place) : null;
  if (maker) return refusedBy(engine, maker) ?? place.problem;
  return place.problem;
}

/**
 * Begins what comes next for an environment, and answers the operation that it is at. Called again and again: what was
 * begun is not begun twice, and what cannot begin is kept as its problem.
 */
export async function advance(
  engine: Engine,
  open: OpenProject,
  place: StoredTestEnvironment,
): Promise<Operation | null> {
  const at = operationAt(engine, place);
  if (at && (at.kind === 'promote' || at.status !== 'done')) return at;
  const { store } = engine;
  const { project, environment, commit, workingTree } = place;
  const maker = makerAt(engine, place);
  if (maker?.kind === 'run' && refusedBy(engine, maker)) return at;
  const release = releaseFor(engine, project, commit, workingTree ? environment : undefined);
  if (!release) return at;
  const prepared = await preparePromotion(engine, open, release.id, environment);
  if (prepared.refusal) {
    const { code } = prepared.refusal;
    // It is there already, by somebody else's hand; or somebody is at work there, and it is tried again.
    const passing = code === 'refused.already-running' || code === 'conflict.environment-busy';
    if (!passing && place.problem?.message !== prepared.refusal.message)
      store.transact(() => {
        store.testEnvironments.setProblem(place.id, prepared.refusal);
      });
    if (code === 'refused.already-running' && prepared.current)
      return earlierOf(engine, prepared.current.operation) ?? at;
    return at;
  }
  return beginDeployment(engine, prepared, undefined, {
    by: engineName,
    why: place.branch ?? 'working tree',
    key: keyOf(place),
  });
}

function earlierOf({ store }: Engine, id: string): Operation | null {
  const operation = store.operations.get(id);
  return operation ? viewOf(store, operation) : null;
}

/** Goes on with every environment of a project that waits for something that has come. */
export async function advanceAll(engine: Engine, open: OpenProject): Promise<void> {
  const { store } = engine;
  if (store.readOnlyBecause !== null) return;
  for (const place of store.testEnvironments.list(open.project.id)) {
    const at = operationAt(engine, place);
    if (at && (at.kind === 'promote' || isOpen(at.status) || at.status !== 'done')) continue;
    if (place.problem !== null || store.holds.get(place.project, place.environment)) continue;
    await advance(engine, open, place).catch((error: unknown) => {
      const { retry } = problemFrom(error);
      if (!retry) store.testEnvironments.setProblem(place.id, problemFrom(error));
    });
  }
}

/** The operation that a request is at, when it has begun one. */
export async function requiredOperationOf(
  engine: Engine,
  open: OpenProject,
  place: StoredTestEnvironment,
): Promise<Operation> {
  const operation = await advance(engine, open, place);
  if (operation) return operation;
  const [now] = engine.store.testEnvironments.list(place.project).filter(({ id }) => id === place.id);
  throw now?.problem
    ? new ProblemError(now.problem)
    : fail('conflict.environment-busy', `${place.environment} is being worked on.`, {
        hint: 'It gets what was asked for when that has ended.',
        retry: true,
      });
}
