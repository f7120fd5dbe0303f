/** The operations that are killed, and the points that each one passes, in order. */
import type { Attached } from '../../electron/hosts/attach.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import { newKey, settled, type Lane } from './lane.ts';

export interface Started {
  readonly environment: string | null;
  begin(client: Attached, key: string): Promise<Operation>;
}

export interface Scenario {
  readonly name: string;
  /** Prepares one run of it in a lane whose engine is asked through `client`. */
  prepare(lane: Lane, client: Attached): Promise<Started>;
  /** Every point that the simple application passes, in order. */
  readonly points: readonly string[];
  /** Points that preparing it passes once itself: the engine is killed when it comes there again. */
  readonly prepared?: readonly string[];
  /** Those to kill at: from here on; what comes before is another scenario's. SLIPWAY_CRASH_ALL=1 kills there too. */
  readonly from?: string;
}

const around = (step: string, ...inside: string[]): string[] => [
  `${step}.intent`,
  ...inside.map((point) => `${step}.${point}`),
  `${step}.effect`,
  `${step}.outcome`,
];
const whole = (...points: string[]): string[] => ['operation.started', ...points, 'operation.finished'];

const begun = [...around('images.ensure'), ...around('environment.prepare')];
const switched = [
  ...around('containers.switch', 'created', 'stopped', 'started'),
  ...around('deployment.verify'),
  ...around('revision.record'),
];
const undone = [...around('environment.prepare.undo'), ...around('images.ensure.undo')];

/** The release that the environment does not run. */
async function other(lane: Lane, client: Attached, environment: string): Promise<string> {
  const { revisions } = await client.call('history.list', { project: lane.project, environment, limit: 500 });
  return revisions.find((revision) => revision.status === 'running')?.release === lane.one ? lane.two : lane.one;
}

const lose = 'releases take turns';
const promotionTo = async (lane: Lane, environment: string, release: string): Promise<Started> => ({
  environment,
  begin: async (client, key) =>
    // Forth and back again: what production would lose is no news here.
    (await client.call('promotion.start', { project: lane.project, release, to: environment, lose, key })).operation,
});

let pages = 0;

export const build: Scenario = {
  name: 'building',
  points: whole(
    ...around('source.pin'),
    ...around('image.build'),
    ...around('release.record'),
    ...around('images.prune'),
  ),
  prepare: async (lane) => {
    const ref = lane.commit(`page ${String(++pages)}`);
    return {
      environment: null,
      begin: async (client, key) => (await client.call('release.build', { project: lane.project, ref, key })).operation,
    };
  },
};

const stage = around('stages.run', 'recorded', 'created', 'started', 'ended');
let pipelines = 0;

/** Runs the pipeline for a new commit whose page begins so. `ref` is what it is run for; its own name by default. */
const pipelineRun = (page: string, ref?: string): Scenario['prepare'] => {
  return (lane) => {
    const commit = lane.commit(`${page} ${String(++pipelines)}`);
    return Promise.resolve({
      environment: null,
      begin: async (client, key) =>
        (await client.call('run.start', { project: lane.project, ref: ref ?? commit, key })).operation,
    });
  };
};

export const wholeRun: Scenario = {
  name: 'running a pipeline',
  points: whole(
    ...around('source.pin'),
    ...stage,
    ...around('image.build'),
    ...around('release.record'),
    ...stage,
    ...around('images.prune'),
  ),
  prepare: pipelineRun('page'),
};

/** A stage that fails ends it: there is no release. */
export const failedRun: Scenario = {
  name: 'ending a pipeline whose stage fails',
  from: 'stages.run.ended',
  points: whole(...around('source.pin'), ...stage, ...around('stages.run.undo'), ...around('source.pin.undo')),
  prepare: pipelineRun('fails'),
};

/** What it makes goes on to production. */
export const deployedRun: Scenario = {
  name: 'running a pipeline whose release is deployed',
  points: [],
  prepare: pipelineRun('deployed', 'main'),
};

export const firstDeployment: Scenario = {
  name: 'deploying for the first time',
  from: 'containers.switch.intent',
  points: whole(...begun, ...switched),
  prepare: (lane) => promotionTo(lane, lane.freshEnvironment(), lane.one),
};

export const promotion: Scenario = {
  name: 'promoting',
  points: whole(...begun, ...around('containers.rehearse', 'started'), ...switched, ...around('containers.retire')),
  prepare: async (lane, client) => promotionTo(lane, 'production', await other(lane, client, 'production')),
};

/** To the newest healthy revision of the release that does not run. */
export const rollback: Scenario = {
  name: 'rolling back',
  from: 'containers.switch.intent',
  points: whole(...begun, ...switched, ...around('containers.retire')),
  prepare: async (lane, client) => {
    const back = await other(lane, client, 'production');
    const { revisions } = await client.call('history.list', {
      project: lane.project,
      environment: 'production',
      limit: 500,
    });
    const to = revisions.find((revision) => revision.healthy && revision.release === back)?.number;
    // The lane's first run has nothing to return to: it goes there first.
    return to === undefined
      ? promotionTo(lane, 'production', back)
      : {
          environment: 'production',
          begin: async (attached, key) =>
            (await attached.call('rollback.start', { project: lane.project, environment: 'production', to, key }))
              .operation,
        };
  },
};

/** A test environment is taken away with everything that it used. */
export const removal: Scenario = {
  name: 'removing a test environment',
  prepared: firstDeployment.points,
  points: whole(...around('environment.remove', 'containers', 'volumes', 'images')),
  prepare: async (lane, client) => {
    const { environment, begin } = await promotionTo(lane, lane.freshEnvironment(), lane.one);
    await settled(client, (await begin(client, newKey())).id);
    return {
      environment,
      begin: async (attached, key) =>
        (
          await attached.call('testEnvironment.remove', {
            project: lane.project,
            environment: environment ?? '',
            key,
          })
        ).operation,
    };
  },
};

/** A release that ends at once, put in the place of one that works: everything is undone. */
export const failure: Scenario = {
  name: 'undoing a release that ends at once',
  from: 'containers.switch.effect',
  points: whole(
    ...begun,
    ...around('containers.switch', 'created', 'stopped', 'started'),
    ...around('containers.switch.undo', 'stopped'),
    ...undone,
  ),
  prepare: (lane) => promotionTo(lane, 'fragile', lane.broken),
};

/** The same where it proves itself beside the old one first. */
export const failedRehearsal: Scenario = {
  name: 'undoing a rehearsal that fails',
  from: 'containers.rehearse.effect',
  points: whole(
    ...begun,
    ...around('containers.rehearse', 'started'),
    ...around('containers.rehearse.undo'),
    ...undone,
  ),
  prepare: (lane) => promotionTo(lane, 'production', lane.broken),
};

const switchedTraffic = [
  ...around('traffic.shift', 'shifted'),
  ...around('deployment.verify'),
  ...around('revision.record'),
  ...around('containers.retire'),
];

/** Behind a load balancer: the new side beside the old one, then the traffic. */
export const frontedPromotion: Scenario = {
  name: 'promoting behind a load balancer',
  from: 'side.start.intent',
  points: whole(
    ...begun,
    ...around('side.start', 'created', 'started'),
    ...around('front.ensure', 'created', 'started'),
    ...switchedTraffic,
  ),
  prepare: promotion.prepare,
};

const tried = [
  ...begun,
  ...around('side.start', 'created', 'started'),
  ...around('front.ensure', 'created', 'started'),
  ...around('traffic.shift', 'shifted'),
];

/** A share of the traffic first, watched; then all of it. */
export const watchedPromotion: Scenario = {
  name: 'promoting step by step, watched',
  points: whole(
    ...tried,
    ...around('rollout.watch', 'looked', 'judged'),
    ...around('traffic.shift', 'shifted'),
    ...around('deployment.verify', 'judged'),
    ...around('revision.record'),
    ...around('containers.retire'),
  ),
  prepare: promotion.prepare,
};

/** What is seen of the new side is not as it shall be: the traffic goes back, and everything is undone. */
export const watchedFailure: Scenario = {
  name: 'undoing a release that a check finds wrong',
  points: whole(
    ...tried,
    ...around('rollout.watch', 'looked'),
    ...around('rollout.watch.undo'),
    ...around('traffic.shift.undo'),
    ...around('front.ensure.undo'),
    ...around('side.start.undo'),
    ...undone,
  ),
  prepare: (lane) => promotionTo(lane, 'production', lane.two),
};

/** To what is still warm: only the traffic moves. */
export const switchedRollback: Scenario = {
  name: 'rolling back by a switch',
  points: whole(...switchedTraffic),
  prepare: rollback.prepare,
};

/** The new side never gets well: the old one has served all the while. */
export const frontedFailure: Scenario = {
  name: 'undoing a release that never gets behind the load balancer',
  from: 'side.start.effect',
  points: whole(...begun, ...around('side.start', 'created', 'started'), ...around('side.start.undo'), ...undone),
  prepare: (lane) => promotionTo(lane, 'production', lane.broken),
};

/** More containers of what runs, or fewer: whichever there are not. */
const scaledTo = (name: string, from: number, to: number): Scenario => ({
  name,
  points: [],
  prepare: async (lane, client) => {
    const where = { project: lane.project, environment: 'production' };
    const ask = async (attached: Attached, replicas: number, key: string): Promise<Operation> =>
      (await attached.call('environment.scale', { ...where, service: 'web', replicas, key })).operation;
    const { services } = await client.call('environment.get', where);
    if (services[0]?.replicas !== from) await settled(client, (await ask(client, from, newKey())).id);
    return { environment: 'production', begin: (attached, key) => ask(attached, to, key) };
  },
});

export const growing = scaledTo('starting another container of what runs', 1, 2);
export const shrinking = scaledTo('letting a container of what runs finish', 2, 1);

const laneMoved = [...around('lane.branch'), ...around('lane.record')];
const laneStarted = whole(...laneMoved);
const laneStartedWithPick = whole(...around('lane.keep'), ...laneMoved);
let branches = 0;

/** A lane that is cut before the newest commits, and holds the last one: clean behind one other, in conflict behind two. */
function hotfix(lane: Lane, behind: 1 | 2) {
  for (let page = 0; page < behind; page += 1) lane.commit(`hotfix ${String(++pages)}`);
  const fix = lane.commit(`hotfix ${String(++pages)}`);
  return {
    fix,
    asked: {
      project: lane.project,
      from: `${fix}~${String(behind)}`,
      branch: `release/killed-${String(process.pid)}-${String(++branches)}`,
    },
  };
}

/** A lane that is there, for an edit to be killed in. */
async function startedLane(lane: Lane, client: Attached, behind: 1 | 2, picked: boolean) {
  const { fix, asked } = hotfix(lane, behind);
  const picks = picked ? [{ commit: fix }] : [];
  const answer = await client.call('hotfix.start', { ...asked, picks, key: newKey() });
  return {
    fix,
    lane: answer.lane,
    edit: { project: lane.project, lane: answer.lane.id, version: answer.lane.version },
  };
}

export const laneStart: Scenario = {
  name: 'starting a hotfix lane',
  // How its objects are kept is the picking's.
  from: 'lane.branch.intent',
  points: whole(...around('lane.keep'), ...laneMoved),
  prepare: async (lane) => {
    const { fix, asked } = hotfix(lane, 1);
    return {
      environment: null,
      begin: async (client, key) =>
        (await client.call('hotfix.start', { ...asked, picks: [{ commit: fix }], key })).operation,
    };
  },
};

export const lanePick: Scenario = {
  name: 'picking into a lane',
  prepared: laneStarted,
  points: whole(...around('lane.keep'), ...laneMoved),
  prepare: async (lane, client) => {
    const { fix, edit } = await startedLane(lane, client, 1, false);
    return {
      environment: null,
      begin: async (attached, key) =>
        (await attached.call('hotfix.pick', { ...edit, picks: [{ commit: fix }], key })).operation,
    };
  },
};

export const laneResolve: Scenario = {
  name: 'settling a conflict in a lane',
  // Where its branch moves is the picking's.
  from: 'lane.record.intent',
  prepared: laneStartedWithPick,
  points: whole(...laneMoved, ...around('lane.remember')),
  prepare: async (lane, client) => {
    const started = await startedLane(lane, client, 2, true);
    const pick = started.lane.picks[0]?.id ?? '';
    const files = [{ path: 'www/index.html', choice: 'content' as const, content: 'settled' }];
    return {
      environment: null,
      begin: async (attached, key) =>
        (await attached.call('hotfix.resolve', { ...started.edit, pick, files, key })).operation,
    };
  },
};

export const lanePublish: Scenario = {
  name: 'publishing a lane',
  prepared: laneStartedWithPick,
  points: whole(...around('lane.publish'), ...around('lane.record')),
  prepare: async (lane, client) => {
    const { edit } = await startedLane(lane, client, 1, true);
    return {
      environment: null,
      begin: async (attached, key) =>
        (await attached.call('hotfix.publish', { ...edit, to: 'repository', key })).operation,
    };
  },
};

export const laneAbandon: Scenario = {
  name: 'abandoning a lane',
  prepared: laneStartedWithPick,
  points: whole(...around('lane.record')),
  prepare: async (lane, client) => {
    const { edit } = await startedLane(lane, client, 1, true);
    return {
      environment: null,
      begin: async (attached, key) => (await attached.call('hotfix.abandon', { ...edit, key })).operation,
    };
  },
};

export const laneScenarios: readonly Scenario[] = [laneStart, lanePick, laneResolve, lanePublish, laneAbandon];

/** Whether every point of every scenario is killed, also those that are like another's. */
const killsAll = process.env['SLIPWAY_CRASH_ALL'] === '1';

/**
 * The points of a scenario at which the engine is killed: all where SLIPWAY_CRASH_ALL=1 asks for them, else those from
 * `from` on, and of them what matches `own`. Around what a step does itself, all steps are alike to the journal: before
 * its outcome is written, and behind it, only the steps of `journalled` are killed then.
 */
export function killPoints(scenario: Scenario, own?: RegExp): readonly string[] {
  const { points, from } = scenario;
  const all = [...new Set(points)];
  if (killsAll) return all;
  const late = all.slice(from === undefined ? 0 : all.indexOf(from));
  if (own) return late.filter((point) => own.test(point));
  // An intent is written right behind the outcome before it.
  if (journalled.includes(scenario)) return late.filter((point) => !point.endsWith('.intent'));
  return late.filter((point) => !/^operation\.|\.(?:intent|outcome)$/.test(point));
}

/** Operations that are killed around every step: one that goes on, one that goes back, and one without an environment. */
const journalled: readonly Scenario[] = [promotion, failure, lanePick];
