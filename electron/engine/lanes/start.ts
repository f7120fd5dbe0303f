/** Cutting a lane: where from, under which name, with which picks. */
import { edgesOf, resolveEnvironment } from '../../../shared/configuration/flow.ts';
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Lane, LanePlan, PickRequest } from '../../../shared/domain/hotfix.ts';
import { planLane } from '../../../shared/planning/hotfix.ts';
import { freeBranch, hotfixName, refuseBranch } from '../../../shared/planning/lane-branch.ts';
import { fail, ProblemError } from '../../../shared/problem.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { laneHead } from './head.ts';
import { committerOf } from './person.ts';
import { picksFor } from './requested.ts';
import { tryPicks } from './tries.ts';

export interface Cut {
  readonly purpose: Lane['purpose'];
  /** For a forward-port, the lane whose changes it brings. */
  readonly of: string | null;
  readonly environment: string | null;
  readonly base: string;
  readonly baseName: string;
  readonly branch: string;
  readonly picks: readonly PickRequest[];
  readonly by: string;
  readonly why: string | null;
}

/** The plan of a hotfix lane that is cut from an environment, a lane or a ref. */
export async function prepareStart(
  engine: Engine,
  open: OpenProject,
  asked: {
    from?: string | undefined;
    branch?: string | undefined;
    picks: readonly PickRequest[];
    by: string;
    why: string | null;
  },
): Promise<LanePlan> {
  const configuration = await open.requireConfiguration();
  await open.repository.refresh();
  const from = asked.from ?? productionOf(configuration);
  const base = await baseOf(engine, open, configuration, from);
  const pattern = configuration.source.release;
  const taken = await takenNames(engine, open);
  const branch = asked.branch ?? freeBranch(pattern, hotfixName(engine.now()), taken);
  const refusal = branch === null ? refuseBranch(pattern, null, taken) : refuseBranch(branch, pattern, taken);
  if (refusal || branch === null)
    throw refusal
      ? new ProblemError(refusal)
      : fail('usage.branch-name', `source.release (${pattern}) has no free name.`);
  return planCut(engine, open, {
    purpose: 'hotfix',
    of: null,
    environment: laneEnvironment(configuration, from),
    base,
    baseName: from,
    branch,
    picks: asked.picks,
    by: asked.by,
    why: asked.why,
  });
}

/** The plan of a new lane, its picks tried. */
export async function planCut(engine: Engine, open: OpenProject, cut: Cut): Promise<LanePlan> {
  const { picks: requests, ...rest } = cut;
  const at = engine.now();
  const [picks, committer] = await Promise.all([
    picksFor(engine, open, requests),
    committerOf(open.repository, cut.by),
  ]);
  const trying = { repository: open.repository, base: cut.base, committer, at };
  const tried = await tryPicks(trying, { picks, kept: 0 });
  const lane: Lane = {
    ...rest,
    id: engine.newId(),
    project: open.project.id,
    head: tried.head,
    picks: [...tried.picks],
    version: 1,
    undo: null,
    status: 'open',
    createdAt: at,
    published: [],
  };
  return planLane({ action: 'start', before: null, after: { lane, undoTo: null }, ref: null });
}

/** Every name that a new branch would collide with: here, on remotes as last fetched, and in open lanes. */
export async function takenNames(engine: Engine, open: OpenProject): Promise<string[]> {
  const { refs } = await open.repository.refs();
  return [
    ...refs.flatMap(({ kind, name }) =>
      kind === 'branch' ? [name] : kind === 'remote' ? [name.slice(name.indexOf('/') + 1)] : [],
    ),
    ...engine.store.lanes.list(open.project.id).flatMap(({ status, branch }) => (status === 'open' ? [branch] : [])),
  ];
}

function productionOf(configuration: Configuration): string {
  const names = Object.entries(configuration.environments).flatMap(([name, { kind }]) =>
    kind === 'production' ? [name] : [],
  );
  const [only, another] = names;
  if (only === undefined || another !== undefined)
    throw fail(
      'usage.which-environment',
      only === undefined
        ? 'slipway.yaml declares no environment of kind production.'
        : `There are several environments of kind production: ${names.join(', ')}.`,
      { hint: 'Say what the lane is cut from: an environment or a ref.' },
    );
  return only;
}

async function baseOf(
  engine: Engine,
  { repository, project }: OpenProject,
  configuration: Configuration,
  from: string,
): Promise<string> {
  const lane = from.startsWith('lane:') ? laneHead(engine, project.id, from.slice('lane:'.length)) : null;
  if (lane !== null) return lane;
  const [name = ''] = from.split('.');
  if (!Object.hasOwn(configuration.environments, name)) return repository.resolve(from);
  const running = engine.store.revisions.running(project.id, resolveEnvironment(configuration, from).name);
  if (!running)
    throw fail('refused.nothing-runs', `Nothing is recorded as running in ${from}.`, {
      hint: 'Promote a release to it first, or cut the lane from a branch or tag.',
    });
  return running.commit;
}

/** The environment that deploys lanes: the one that leads to where this was cut from, else the first of its kind. */
function laneEnvironment(configuration: Configuration, from: string): string | null {
  const leading = edgesOf(configuration).find((edge) => edge.kind === 'lane' && edge.to === from)?.from;
  const first = Object.entries(configuration.environments).find(([, { kind }]) => kind === 'release')?.[0];
  return leading ?? first ?? null;
}
