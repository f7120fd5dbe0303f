/** What happens to test environments by itself: new commits come, ended ones go, and branches get one by rule. */
import type { Configuration, EnvironmentDeclaration } from '../../../shared/configuration/schema.ts';
import type { Review } from '../../../shared/domain/test-environment.ts';
import { engineName } from '../../../shared/planning/automation.ts';
import {
  branchesByRule,
  endOf,
  endsAfter,
  followsTo,
  mayHaveOne,
  ruleOf,
} from '../../../shared/planning/test-environments.ts';
import { classOf, problemFrom } from '../../../shared/problem.ts';
import type { StoredTestEnvironment } from '../../store/queries/test-environments.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { branchesOf, isMerged, standingOf, type Branches, type Standing } from './branches.ts';
import { ask, createPlace, daysOf } from './create.ts';
import { releaseFor } from './deploy.ts';
import { templatesOf } from './instances.ts';
import { refusedBy, wholeRunOf } from './makers.ts';
import { refusalsIn } from './refusals.ts';
import { beginRemoval, prepareRemoval } from './remove.ts';
import { reviewsOf, type Reviews } from './reviews.ts';

/** So many environments are made by rule, so many branches are looked at, and the forge is waited for so long. */
const mostByRule = 50;
const consideredBranches = 200;
const forgePatienceMs = 20_000;

interface Scene {
  readonly engine: Engine;
  readonly open: OpenProject;
  readonly configuration: Configuration;
  readonly branches: Branches;
  readonly reviews: Reviews;
  readonly places: readonly StoredTestEnvironment[];
}

/** One look at a project: at most one environment is begun, moved or removed by it. Answers whether one was. */
export async function tendPlaces(engine: Engine, open: OpenProject): Promise<boolean> {
  const { store } = engine;
  const { configuration, valid } = await open.configuration();
  if (!configuration || !valid || store.readOnlyBecause !== null) return false;
  const places = store.testEnvironments.list(open.project.id);
  const rules = templatesOf(configuration).filter(([, declaration]) => ruleOf(declaration) !== 'hand');
  if (places.length === 0 && rules.length === 0) return false;
  const branches = await branchesOf(engine, open, configuration);
  // Without main nothing can be told: neither what is merged, nor what is deleted.
  if (branches.main === null) return false;
  const reviews = await reviewsOf(engine, open, configuration, branches, forgePatienceMs);
  const scene: Scene = { engine, open, configuration, branches, reviews, places };
  return (await oneOf(scene, end)) || (await oneOf(scene, move)) || makeOne(scene, rules);
}

async function standing({ open, branches }: Scene, branch: string | null): Promise<Standing | null> {
  const found = branches.all.find((one) => one.branch === branch);
  return found ? standingOf(open, branches, found) : null;
}

/** Its working on the environment is known by its scope: nothing is begun beside it. */
const isBusy = ({ engine: { store } }: Scene, { project, environment }: StoredTestEnvironment): boolean =>
  store.operations.openInScope(project, `environment:${environment}`) !== null;

/** Begins something for the first environment that needs it. What goes wrong with one is its own problem, and holds up no other. */
async function oneOf(
  scene: Scene,
  begin: (scene: Scene, place: StoredTestEnvironment) => Promise<boolean>,
): Promise<boolean> {
  for (const place of scene.places) {
    const begun = await begin(scene, place).catch((error: unknown) => keepProblem(scene, place, error));
    if (begun) return true;
  }
  return false;
}

/** Every look tries it again: what may pass by itself is not told. */
function keepProblem(
  { engine: { store } }: Scene,
  { id, project, environment }: StoredTestEnvironment,
  error: unknown,
) {
  const problem = problemFrom(error);
  const now = store.testEnvironments.get(project, environment);
  if (!problem.retry && now?.id === id && now.problem?.message !== problem.message)
    store.transact(() => {
      store.testEnvironments.setProblem(id, problem);
    });
  return false;
}

async function end(scene: Scene, place: StoredTestEnvironment): Promise<boolean> {
  const { engine, open, branches, reviews } = scene;
  const found = await standing(scene, place.branch);
  const review: Review | null = found ? await reviews.of(found) : null;
  const exists = place.branch === null || (found === null && !branches.isComplete) ? null : found !== null;
  const merged = found !== null && isMerged(found);
  const reason = endOf({ ...place, exists, review, merged }, engine.now());
  if (reason === null || isBusy(scene, place)) return false;
  // What could not be removed once is left for a person: a volume that somebody uses will not go by asking again.
  const key = `test-end:${String(place.id)}`;
  if (engine.store.operations.byKey(place.project, key)) return false;
  const plan = await prepareRemoval(engine, open, place.environment, reason);
  await beginRemoval(engine, plan, { by: engineName, why: reason, key });
  return true;
}

/** A branch that moved on: what passed the pipeline comes, and the rule sees to it that there is a run; without a pipeline it builds. */
async function move(scene: Scene, place: StoredTestEnvironment): Promise<boolean> {
  const { engine, open, configuration, reviews } = scene;
  const { store } = engine;
  const found = await standing(scene, place.branch);
  if (!found || found.commit === place.commit || isBusy(scene, place)) return false;
  if (!place.byRule && !isThere(scene, found.commit)) return false;
  if (!followsTo(reviews.forge, await reviews.of(found))) return false;
  const { branch: ref, commit } = found;
  const declaration = templatesOf(configuration).find(([name]) => name === place.template)?.[1];
  const days = place.days ?? (declaration ? daysOf(declaration) : null);
  const request = `test-move:${String(place.id)}:${commit}`;
  const endsAt = place.endsAt === null ? null : endsAfter(engine.now(), days);
  const wanted = { ...place, commit, by: engineName, request, endsAt };
  await ask(engine, open, configuration, { ref, commit }, wanted).catch((error: unknown) => {
    const problem = problemFrom(error);
    if (problem.retry || classOf(problem) === 'conflict') throw error;
    // A commit that nothing can be made of is what it should run all the same: no look tries it again.
    store.transact(() => {
      store.testEnvironments.wish(place.id, wanted);
      store.testEnvironments.setProblem(place.id, problem);
    });
  });
  return true;
}

/** Whether a commit has a release that is brought where nobody asks: one that passed the pipeline, where one is declared. */
function isThere({ engine, open: { project }, configuration }: Scene, commit: string): boolean {
  if (!releaseFor(engine, project.id, commit, undefined)) return false;
  if (configuration.pipeline === undefined) return true;
  const run = wholeRunOf(engine, project.id, commit);
  return run !== null && refusedBy(engine, run) === null;
}

/** One after the other: the next is begun when what makes the one before has ended. */
async function makeOne(scene: Scene, rules: readonly [string, EnvironmentDeclaration][]): Promise<boolean> {
  const { engine, open, configuration, branches, reviews, places } = scene;
  const { store } = engine;
  const project = open.project.id;
  const refusals = refusalsIn(engine, project);
  const making = places.some(({ byRule, maker }) => {
    const status = byRule && maker !== null ? store.operations.get(maker)?.status : undefined;
    return status === 'running' || status === 'waiting';
  });
  if (making) return false;
  for (const [template, declaration] of rules) {
    const { main, release } = configuration.source;
    const patterns = 'branches' in declaration ? (declaration.branches as string[] | undefined) : undefined;
    const followed = Object.values(configuration.environments).flatMap((one: EnvironmentDeclaration) =>
      one.follows === undefined ? [] : [one.follows],
    );
    const bounds = { patterns, main, release, followed };
    const candidates = branches.all
      .filter(({ branch, commit }) => mayHaveOne(bounds, branch) && !refusals.of(branch, commit))
      .slice(0, consideredBranches);
    const facts = [];
    for (const one of candidates) {
      const found = await standingOf(open, branches, one);
      facts.push({ ...one, merged: isMerged(found), review: await reviews.of(found) });
    }
    const chosen = branchesByRule({
      ...bounds,
      from: ruleOf(declaration),
      forge: reviews.forge,
      branches: facts,
      existing: new Set(places.flatMap((one) => (one.template === template ? (one.branch ?? []) : []))),
      removedAt: store.testEnvironments.removedAt(project, template),
      room: mostByRule - places.filter(({ byRule }) => byRule).length,
    });
    for (const { branch, commit } of chosen) {
      const key = `test-rule:${template}:${branch}:${commit}`;
      const wanted = { branch, template, workingTree: false, key, by: engineName, byRule: true };
      const problem = await createPlace(engine, open, wanted).then(() => null, problemFrom);
      if (problem === null) return true;
      // Where somebody is at work on it, it is tried again.
      if (!problem.retry) refusals.keep(branch, commit, problem);
    }
  }
  return false;
}
