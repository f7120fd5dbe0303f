/** Giving a branch, or what is in the working tree now, an environment of its own. */
import { createHash } from 'node:crypto';
import type { Configuration, EnvironmentDeclaration } from '../../../shared/configuration/schema.ts';
import { closestOf } from '../../../shared/configuration/remarks.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import { engineName } from '../../../shared/planning/automation.ts';
import { endsAfter, instanceName, mayHaveOne, nameOfBranch } from '../../../shared/planning/test-environments.ts';
import { busy } from '../../../shared/planning/promotion.ts';
import { fail, ProblemError } from '../../../shared/problem.ts';
import type { NewTestEnvironment, StoredTestEnvironment } from '../../store/queries/test-environments.ts';
import { requireWritable } from '../begin.ts';
import type { Engine } from '../engine.ts';
import type { KnownSource } from '../prepare-build.ts';
import type { OpenProject } from '../workspace.ts';
import { branchesOf, isMerged, standingOf } from './branches.ts';
import { requiredOperationOf } from './deploy.ts';
import { templatesOf } from './instances.ts';
import { makerOf } from './makers.ts';

export interface Wanted {
  readonly branch?: string | undefined;
  readonly workingTree: boolean;
  readonly template?: string | undefined;
  readonly name?: string | undefined;
  readonly days?: number | undefined;
  readonly key: string;
  readonly by: string;
  readonly byRule: boolean;
}

export interface Created {
  readonly operation: Operation;
  readonly place: StoredTestEnvironment;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Makes the environment, or asks the one that the branch has for its newest commit, and begins with its release. The
 * same request asked again answers the operation that it has come to: first what makes the release, then what brings it.
 */
export async function createPlace(engine: Engine, open: OpenProject, wanted: Wanted): Promise<Created> {
  const project = open.project.id;
  const { testEnvironments: kept } = engine.store;
  const known = kept.byRequest(project, wanted.key);
  if (known) return created(engine, open, requireThere(known));
  const configuration = await open.requireConfiguration();
  const [template, declaration] = templateOf(configuration, wanted.template);
  const source = wanted.workingTree
    ? await sourceOfWorkingTree(engine, open, wanted.by)
    : await sourceOfBranch(engine, open, configuration, declaration, wanted.branch);
  const branch = wanted.workingTree ? null : source.ref;
  const name = nameFor(wanted, source.ref);
  const there = branch === null ? kept.get(project, `${template}.${name}`) : kept.ofBranch(project, template, branch);
  const environment = there && wanted.name === undefined ? there.environment : `${template}.${name}`;
  requireFree(engine, project, environment, branch);
  if (there && there.environment !== environment)
    throw fail('conflict.has-environment', `${source.ref} has an environment already: ${there.environment}.`, {
      hint: 'Remove that one first to give it another name.',
    });
  const build = { ...source, ...(wanted.workingTree ? { workingTree: environment } : {}) };
  const place = await ask(engine, open, configuration, build, {
    ...{ project, environment, template, branch, workingTree: wanted.workingTree, commit: source.commit },
    ...{ createdAt: engine.now(), by: wanted.by, byRule: wanted.byRule, request: wanted.key },
    days: wanted.days ?? null,
    endsAt: endsAfter(engine.now(), wanted.days ?? daysOf(declaration)),
  });
  return created(engine, open, place);
}

const created = async (engine: Engine, open: OpenProject, place: StoredTestEnvironment): Promise<Created> => ({
  operation: await requiredOperationOf(engine, open, place),
  place,
});

/** How long one may stay without a new commit, by its template. */
export const daysOf = (declaration: EnvironmentDeclaration): number | null => {
  const days = 'days' in declaration ? declaration.days : null;
  return typeof days === 'number' ? days : null;
};

/**
 * The environment, its wish and what makes its release: all recorded in one transaction, or nothing. With an `id` only the
 * one that has it is asked: one that was removed meanwhile is not made again.
 */
export async function ask(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  source: KnownSource,
  asked: NewTestEnvironment & { readonly id?: number },
): Promise<StoredTestEnvironment> {
  const { testEnvironments: kept } = engine.store;
  const { project, environment, by } = asked;
  if (source.workingTree !== undefined)
    engine.store.transact(() => {
      kept.keepWorkingTree(project, source.commit, environment, by, engine.now());
    });
  const maker = await makerOf(engine, open, configuration, source, by === engineName);
  await requireWritable(engine);
  return engine.publisher.commit((append) => {
    requireFree(engine, project, environment, asked.branch);
    const there = kept.get(project, environment);
    if (asked.id !== undefined && there?.id !== asked.id) throw removedSince(environment);
    if (there) kept.wish(there.id, asked);
    else kept.insert(asked);
    // Written by the line above.
    const place = kept.get(project, environment) as StoredTestEnvironment;
    const { branch, commit, byRule, endsAt } = place;
    if (!there)
      append({
        type: 'testEnvironment.created',
        ...{ project, environment, by },
        data: { branch, commit, byRule, endsAt },
      });
    const key = `test-build:${String(place.id)}.${String(place.wish)}`;
    const operation = maker({ by, why: `for ${environment}`, key });
    if (!operation) return place;
    kept.setMaker(place.id, operation.id);
    return { ...place, maker: operation.id };
  });
}

function requireThere(place: StoredTestEnvironment): StoredTestEnvironment {
  if (place.removedAt === null) return place;
  throw removedSince(place.environment);
}

const removedSince = (environment: string): ProblemError =>
  fail('conflict.removed', `${environment} was removed since.`, { hint: 'Ask for it again.' });

function templateOf(configuration: Configuration, wanted: string | undefined): [string, EnvironmentDeclaration] {
  const templates = templatesOf(configuration);
  const found = wanted === undefined ? templates[0] : templates.find(([name]) => name === wanted);
  if (found) return found;
  throw fail(
    'usage.no-template',
    wanted === undefined
      ? 'slipway.yaml declares no template of test environments.'
      : `slipway.yaml declares no template “${wanted.slice(0, 100)}”.`,
    {
      hint:
        templates.length > 0
          ? `Templates are: ${templates.map(([name]) => name).join(', ')}.`
          : 'Add one below environments: test: { kind: test, many: true }',
    },
  );
}

async function sourceOfBranch(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  declaration: EnvironmentDeclaration,
  branch: string | undefined,
): Promise<KnownSource> {
  await open.repository.refresh();
  const wanted = branch ?? (await open.repository.refs()).head;
  const branches = await branchesOf(engine, open, configuration);
  const found = branches.all.find((one) => one.branch === wanted);
  if (!found) {
    const near = closestOf(
      wanted ?? '',
      branches.all.slice(0, 1000).map((one) => one.branch),
    );
    throw fail('usage.no-such-branch', `There is no branch ${JSON.stringify((wanted ?? '').slice(0, 200))}.`, {
      hint: near === null ? 'Name a branch that there is.' : `Did you mean ${near}?`,
    });
  }
  const patterns = 'branches' in declaration ? (declaration.branches as string[] | undefined) : undefined;
  const { main, release } = configuration.source;
  if (!mayHaveOne({ patterns, main, release, followed: [] }, found.branch))
    throw fail('refused.branch', `${found.branch} gets no test environment.`, {
      hint: 'They are for branches on their way to main; slipway.yaml may say for which.',
    });
  if (isMerged(await standingOf(open, branches, found)))
    throw fail('refused.merged', `${main} has everything of ${found.branch} already.`, {
      hint: 'A test environment is for what is not merged.',
    });
  return { ref: found.branch, commit: found.commit };
}

async function sourceOfWorkingTree(engine: Engine, open: OpenProject, by: string): Promise<KnownSource> {
  await open.repository.refresh();
  const { commit, branch } = await open.repository.workingTree.snapshot({ by, at: engine.now() });
  return { ref: branch ?? 'HEAD', commit };
}

function nameFor({ name, workingTree, by }: Wanted, ref: string): string {
  if (name === undefined) return nameOfBranch(workingTree ? `here/${by}` : ref, digest);
  if (instanceName.test(name)) return name;
  throw fail('usage.name', `${JSON.stringify(name)} cannot name a test environment.`, {
    hint: 'Use lower-case letters, digits and dashes, at most 40.',
  });
}

/** A name may be another branch's, by the hand of somebody who chose it, or of somebody who sought one with the same hash. */
function requireFree({ store }: Engine, project: string, environment: string, branch: string | null): void {
  const working = store.operations.openInScope(project, `environment:${environment}`);
  if (working?.kind === 'remove') throw new ProblemError(busy(environment, working.id));
  const there = store.testEnvironments.get(project, environment);
  if (!there || (there.branch === branch && there.workingTree === (branch === null))) return;
  throw fail('conflict.name-taken', `${environment} is there already, for ${there.branch ?? 'a working tree'}.`, {
    hint: 'Give this one another name.',
  });
}
