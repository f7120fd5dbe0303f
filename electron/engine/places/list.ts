/** Test environments, and the branches that could have one, as they are shown. */
import type { Output } from '../../../shared/api/contract.ts';
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { TestEnvironment } from '../../../shared/domain/test-environment.ts';
import { mayHaveOne } from '../../../shared/planning/test-environments.ts';
import type { StoredTestEnvironment } from '../../store/queries/test-environments.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { branchesOf, isMerged, standingOf, type Branches } from './branches.ts';
import { problemAt } from './deploy.ts';
import { instancesOf, templatesOf } from './instances.ts';
import { refusalsIn } from './refusals.ts';
import { reviewsOf, type Reviews } from './reviews.ts';

/** A forge that was never asked has so long to answer before what is known without it is shown. */
const forgePatienceMs = 3000;
const mostBranches = 100;

interface View {
  readonly engine: Engine;
  readonly open: OpenProject;
  readonly branches: Branches;
  readonly reviews: Reviews;
}

export async function listPlaces(engine: Engine, open: OpenProject): Promise<Output<'testEnvironment.list'>> {
  const configuration = await open.requireConfiguration();
  const view = await viewOn(engine, open, configuration);
  const project = open.project.id;
  const places = engine.store.testEnvironments.list(project);
  const named = new Set(places.map(({ environment }) => environment));
  const others = instancesOf(engine, project, configuration).filter((name) => !named.has(name));
  const environments: TestEnvironment[] = [];
  for (const place of places) environments.push(await shownPlace(view, place));
  for (const name of others) environments.push(...shownOther(engine, project, name));
  return {
    environments,
    branches: await branchesWithout(view, configuration, new Set(places.flatMap(({ branch }) => branch ?? []))),
    templates: templatesOf(configuration).map(([name]) => name),
    forge: view.reviews.problem,
  };
}

/** One environment, as the answer to what made it. */
export async function onePlace(
  engine: Engine,
  open: OpenProject,
  place: StoredTestEnvironment,
): Promise<TestEnvironment> {
  return shownPlace(await viewOn(engine, open, await open.requireConfiguration()), place);
}

async function viewOn(engine: Engine, open: OpenProject, configuration: Configuration): Promise<View> {
  const branches = await branchesOf(engine, open, configuration);
  return { engine, open, branches, reviews: await reviewsOf(engine, open, configuration, branches, forgePatienceMs) };
}

async function shownPlace(view: View, place: StoredTestEnvironment): Promise<TestEnvironment> {
  const { engine, open, branches, reviews } = view;
  const found = branches.all.find(({ branch }) => branch === place.branch);
  const standing = found ? await standingOf(open, branches, found) : null;
  const { environment, branch, commit, workingTree, createdAt, by, byRule, endsAt } = place;
  return {
    ...{ environment, branch, commit, workingTree, createdAt, by, byRule, endsAt },
    url: engine.store.revisions.running(place.project, environment)?.url ?? null,
    ahead: standing?.ahead ?? null,
    behind: standing?.behind ?? null,
    merged: standing !== null && isMerged(standing),
    review: standing ? await reviews.of(standing) : null,
    problem: problemAt(engine, place),
  };
}

/** One that a promotion made by its name: it stays until somebody removes it. */
function shownOther({ store }: Engine, project: string, environment: string): TestEnvironment[] {
  const revision = store.revisions.running(project, environment);
  if (!revision) return [];
  const { commit, startedAt: createdAt, by, url } = revision;
  return [
    {
      ...{ environment, branch: null, commit, workingTree: false, createdAt, by, byRule: false, endsAt: null, url },
      ...{ ahead: null, behind: null, merged: false, review: null, problem: null },
    },
  ];
}

async function branchesWithout(
  { engine, open, branches, reviews }: View,
  configuration: Configuration,
  having: ReadonlySet<string>,
): Promise<Output<'testEnvironment.list'>['branches']> {
  const refusals = refusalsIn(engine, open.project.id);
  const { main, release } = configuration.source;
  const bounds = { patterns: undefined, main, release, followed: [] };
  const candidates = branches.all.filter(({ branch }) => !having.has(branch) && mayHaveOne(bounds, branch));
  const unmerged = await unmergedOf(open, branches, candidates);
  const left = [];
  for (const candidate of unmerged.slice(0, mostBranches)) left.push(await standingOf(open, branches, candidate));
  const commits = await open.repository.commits(left.map(({ commit }) => commit));
  const subjects = new Map(commits.map(({ sha, subject }) => [sha, subject]));
  const shown = [];
  for (const one of left) {
    const { branch, commit, ahead } = one;
    const problem = refusals.of(branch, commit);
    shown.push({ branch, commit, subject: subjects.get(commit) ?? '', ahead, review: await reviews.of(one), problem });
  }
  return shown;
}

/** Those that main has not; asked for all at once, for there may be thousands. What cannot be told is not merged. */
async function unmergedOf(
  { repository }: OpenProject,
  { main }: Branches,
  some: Branches['all'],
): Promise<Branches['all']> {
  if (main === null) return some;
  const tips = some.map(({ commit }) => commit);
  const outside = await repository.notIn(main, tips).catch(() => new Set(tips));
  return some.filter(({ commit }) => outside.has(commit));
}
