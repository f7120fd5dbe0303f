/** Gathers the facts of a build and plans it; answers the release at once when it was built before. */
import { matchesPattern } from '../../shared/configuration/flow.ts';
import type { Configuration } from '../../shared/configuration/schema.ts';
import type { Lane } from '../../shared/domain/hotfix.ts';
import { isBuild, type BuildPlan } from '../../shared/domain/plan.ts';
import type { Release } from '../../shared/domain/release.ts';
import { slug } from '../../shared/domain/naming.ts';
import type { Service } from '../../shared/domain/service.ts';
import { planBuild } from '../../shared/planning/build.ts';
import { busy } from '../../shared/planning/promotion.ts';
import { fail, ProblemError } from '../../shared/problem.ts';
import { configurationHash } from '../steps/specs.ts';
import { artifactsAt } from './applications.ts';
import type { Engine } from './engine.ts';
import { missingImages } from './missing-images.ts';
import type { OpenProject } from './workspace.ts';

export type PreparedBuild = { readonly release: Release } | { readonly plan: BuildPlan };

/** A commit whose place is known already. */
export interface KnownSource {
  readonly ref: string;
  readonly commit: string;
  /** Made from a working tree for this environment: only that one may ever have what is built from it. */
  readonly workingTree?: string;
}

/** What is built: a commit, under the name by which it was asked for. */
export interface Source extends KnownSource {
  readonly fromLane: boolean;
}

/** What goes into the release of a source, and that release where it is there with its images. */
export interface Inputs extends Source {
  readonly inputs: string;
  readonly registry: string | null;
  readonly projectName: string;
  readonly artifacts: readonly Service[];
  readonly known: Release | null;
}

/** The release of a ref's commit when it exists with its images, else the plan that builds it. */
export async function prepareBuild(
  engine: Engine,
  open: OpenProject,
  wanted: string | KnownSource | undefined,
): Promise<PreparedBuild> {
  const configuration = await open.requireConfiguration();
  await open.repository.refresh();
  const source =
    typeof wanted === 'object'
      ? { ...wanted, fromLane: false }
      : await sourceOf(engine, open, wanted ?? configuration.source.main);
  const inputs = await inputsOf(engine, open, configuration, source);
  return inputs.known ? { release: inputs.known } : { plan: planBuild(await buildFacts(engine, open, inputs)) };
}

/** Throws `usage.nothing-to-build` where no service is built from the commit. */
export async function inputsOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  source: Source,
): Promise<Inputs> {
  const { repository, project } = open;
  const { commit, fromLane, workingTree } = source;
  requireMeant(engine, project.id, commit, workingTree);
  const artifacts = await artifactsAt(repository, commit, configuration);
  if (artifacts.length === 0)
    throw fail('usage.nothing-to-build', `No service of ${configuration.compose} has \`build:\`.`, {
      hint: 'A release consists of what is built from the commit.',
    });
  requireOwnNames(artifacts);
  const registry = configuration.registry ?? null;
  const base = configurationHash({
    ...{ commit, registry, builds: artifacts.map(({ name, build }) => ({ name, build })) },
    ...(workingTree === undefined ? {} : { workingTree }),
  });
  const target = open.target(configuration);
  const found = { ...source, registry, projectName: configuration.name, artifacts };
  for (let attempt = 0; ; attempt += 1) {
    const inputs = attempt === 0 ? base : `${base}:${String(attempt)}`;
    const known = engine.store.releases.byInputs(project.id, inputs);
    if (!known) return { ...found, inputs, known: null };
    // A lane's release is told from others by its ref: the same commit built from elsewhere would wait at the gates.
    if (fromLane && !matchesPattern(configuration.source.release, known.ref)) continue;
    // Without a registry somebody may have removed the image by hand: the release stays what it was, and a new one is built.
    if (!(await missingImages(target, known))) return { ...found, inputs, known };
  }
}

/** What was made from a working tree is built for its own environment alone: another build would lose that mark. */
function requireMeant({ store }: Engine, project: string, commit: string, environment: string | undefined): void {
  const meant = store.testEnvironments.ofWorkingTree(project, commit);
  if (meant === null || meant === environment) return;
  throw fail(
    'refused.working-tree',
    `Commit ${commit.slice(0, 7)} was made from somebody’s working tree for ${meant}.`,
    {
      hint: 'Commit what is in it on a branch, and build that.',
    },
  );
}

/** The commit to build: a lane's is where Slipway has it, wherever its branch may be. */
export async function sourceOf(engine: Engine, { repository, project }: OpenProject, ref: string): Promise<Source> {
  const lane = engine.store.lanes
    .list(project.id)
    .find(({ id, branch, status }) => ref === `lane:${id}` || (ref === branch && status === 'open'));
  if (!lane) return { ref, commit: await repository.resolve(ref), fromLane: false };
  requireStill(engine, lane);
  const left = lane.picks.find(({ state }) => state === 'conflict' || state === 'waiting');
  if (left)
    throw fail('refused.lane-conflict', `“${left.subject}” conflicts in ${lane.branch}.`, {
      hint: 'Settle it, or take it out of the lane.',
      details: { lane: lane.id, pick: left.id },
    });
  return { ref: lane.branch, commit: lane.head, fromLane: lane.purpose === 'hotfix' };
}

/** While an edit is at work the lane is about to have another head than the one that would be built. */
function requireStill({ store }: Engine, { id, project, branch, head }: Lane): void {
  const edit = store.operations.openInScope(project, `lane:${id}`);
  if (edit?.plan.kind === 'hotfix' && edit.plan.after.head !== head) throw new ProblemError(busy(branch, edit.id));
}

/** The facts of a release that is to be built; for a known one, of itself, with nothing to build. */
export async function buildFacts(
  engine: Engine,
  { repository, project }: OpenProject,
  facts: Omit<Inputs, 'fromLane'>,
): Promise<Omit<BuildPlan, 'kind' | 'steps' | 'run'>> {
  const { commit, registry, projectName, known } = facts;
  const [[details], tag, source] = await Promise.all([
    repository.commits([commit]),
    repository.tagAt(commit),
    repository.originUrl(),
  ]);
  if (!details) throw fail('usage.no-such-commit', `There is no commit ${commit}.`);
  const release = known?.id ?? releaseId(engine, project.id, commit);
  const previous = engine.store.releases.list(project.id, { limit: 20 }).find((one) => one.ref === facts.ref);
  const tags = [commit, ...(tag === null ? [] : [tagName(tag)]), `release-${release}`];
  return {
    project: project.id,
    projectName,
    target: 'local',
    release,
    commit,
    subject: details.subject,
    author: details.author,
    committedAt: details.committedAt,
    ref: facts.ref,
    tag,
    inputs: facts.inputs,
    registry,
    source,
    createdAt: engine.now(),
    changes: known ? known.changes : await repository.count(previous?.commit ?? null, commit),
    ...(facts.workingTree === undefined ? {} : { workingTree: facts.workingTree }),
    images: (known ? [] : facts.artifacts).flatMap(({ name, build }) =>
      build ? [{ service: name, build, name: `${registry ?? slug(projectName)}/${slug(name)}`, tags }] : [],
    ),
  };
}

/** The commit of a release, or of one that is being built: two builds at once never make the same name. */
function commitOf(engine: Engine, project: string, release: string): string | null {
  const known = engine.store.releases.get(project, release);
  if (known) return known.commit;
  const plan = engine.store.operations
    .openOfProject(project)
    .find((operation) => isBuild(operation.plan) && operation.release === release)?.plan;
  return plan && isBuild(plan) ? plan.commit : null;
}

/** Two services whose images would share a name would also share its tags: a push could send the other's image. */
function requireOwnNames(artifacts: readonly Service[]): void {
  const named = new Map<string, string>();
  for (const { name } of artifacts) {
    const other = named.get(slug(name));
    if (other !== undefined) {
      throw fail(
        'usage.image-name-taken',
        `The images of “${other}” and “${name}” would have the same name, ${slug(name)}.`,
        {
          hint: 'Rename one of the services: only letters and digits of the first 40 characters tell them apart.',
          details: { services: [other, name] },
        },
      );
    }
    named.set(slug(name), name);
  }
}

/** The short commit; longer where that is another commit's, with a number where the commit was built before. */
function releaseId(engine: Engine, project: string, commit: string): string {
  for (let length = 7; length <= commit.length; length += 3) {
    const short = commit.slice(0, length);
    const taken = commitOf(engine, project, short);
    if (taken === null) return short;
    if (taken === commit) {
      for (let number = 2; ; number += 1)
        if (commitOf(engine, project, `${short}-${String(number)}`) === null) return `${short}-${String(number)}`;
    }
  }
  return commit;
}

/** A Git tag as an image tag: other characters become dashes. */
const tagName = (tag: string): string =>
  tag
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 120) || 'tag';
