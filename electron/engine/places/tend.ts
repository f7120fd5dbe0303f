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
  type RuleFacts,
} from '../../../shared/planning/test-environments.ts';
import { problemFrom } from '../../../shared/problem.ts';
import type { StoredTestEnvironment } from '../../store/queries/test-environments.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { branchesOf, isMerged, standingOf, type Branches, type Standing } from './branches.ts';
import { ask, createPlace, daysOf } from './create.ts';
import { releaseFor } from './deploy.ts';
import { templatesOf } from './instances.ts';
import { refusedBy, wholeRunOf } from './makers.ts';
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
  const branches = await branchesOf(open, configuration);
  // Without main nothing can be told: neither what is merged, nor what is deleted.
  if (branches.main === null) return false;
  const reviews = await reviewsOf(engine, open, configuration, branches, forgePatienceMs);
  const scene: Scene = { engine, open, configuration, branches, reviews, places };
  return (await endOne(scene)) || (await moveOne(scene)) || makeOne(scene, rules);
}

type FromRule = RuleFacts['from'];
const ruleOf = (declaration: EnvironmentDeclaration): FromRule =>
  ('from' in declaration ? (declaration.from as FromRule | undefined) : undefined) ?? 'hand';

async function standing({ open, branches }: Scene, branch: string | null): Promise<Standing | null> {
  const found = branches.all.find((one) => one.branch === branch);
  return found ? standingOf(open, branches, found) : null;
}

/** Its working on the environment is known by its scope: nothing is begun beside it. */
const isBusy = ({ engine: { store } }: Scene, { project, environment }: StoredTestEnvironment): boolean =>
  store.operations.openInScope(project, `environment:${environment}`) !== null;

async function endOne(scene: Scene): Promise<boolean> {
  const { engine, open, reviews } = scene;
  for (const place of scene.places) {
    const found = await standing(scene, place.branch);
    const review: Review | null = found ? await reviews.of(found) : null;
    const facts = { ...place, exists: place.branch === null ? null : found !== null, review };
    const reason = endOf({ ...facts, merged: found !== null && isMerged(found) }, engine.now());
    if (reason === null || isBusy(scene, place)) continue;
    // What could not be removed once is left for a person: a volume that somebody uses will not go by asking again.
    const key = `test-end:${String(place.id)}`;
    if (engine.store.operations.byKey(place.project, key)) continue;
    const plan = await prepareRemoval(engine, open, place.environment, reason);
    await beginRemoval(engine, plan, { by: engineName, why: reason, key });
    return true;
  }
  return false;
}

/** A branch that moved on: what passed the pipeline comes, and the rule sees to it that there is a run; without a pipeline it builds. */
async function moveOne(scene: Scene): Promise<boolean> {
  const { engine, open, configuration, reviews } = scene;
  for (const place of scene.places) {
    const found = await standing(scene, place.branch);
    if (!found || found.commit === place.commit || isBusy(scene, place)) continue;
    if (!place.byRule && !isThere(scene, found.commit)) continue;
    if (!followsTo(await reviews.of(found))) continue;
    const declaration = templatesOf(configuration).find(([name]) => name === place.template)?.[1];
    const days = place.days ?? (declaration ? daysOf(declaration) : null);
    await ask(
      engine,
      open,
      configuration,
      { ref: found.branch, commit: found.commit },
      {
        ...place,
        commit: found.commit,
        by: engineName,
        request: `test-move:${String(place.id)}:${found.commit}`,
        endsAt: place.endsAt === null ? null : endsAfter(engine.now(), days),
      },
    );
    return true;
  }
  return false;
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
    const candidates = branches.all.filter(({ branch }) => mayHaveOne(bounds, branch)).slice(0, consideredBranches);
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
      if (tried.has(`${project}\n${key}`)) continue;
      tried.add(`${project}\n${key}`);
      const wanted = { branch, template, workingTree: false, key, by: engineName, byRule: true };
      await createPlace(engine, open, wanted).catch((error: unknown) => {
        // Somebody is at work on it: it is tried again.
        if (problemFrom(error).retry) tried.delete(`${project}\n${key}`);
        throw error;
      });
      return true;
    }
  }
  return false;
}

/** What could not even begin is not tried again until its branch moves on, or the engine starts anew. */
const tried = new Set<string>();
