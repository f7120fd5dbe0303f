/** The operations that are killed, and the points that each one passes, in order. */
import type { Attached } from '../../electron/hosts/attach.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import type { Lane } from './lane.ts';

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
  /** Those to kill at: from here on; what comes before is another scenario's. */
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

const promotionTo = async (lane: Lane, environment: string, release: string): Promise<Started> => ({
  environment,
  begin: async (client, key) =>
    (await client.call('promotion.start', { project: lane.project, release, to: environment, key })).operation,
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

export const firstDeployment: Scenario = {
  name: 'deploying for the first time',
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

/** The points of a scenario at which the engine is killed. */
export const killPoints = ({ points, from }: Scenario): readonly string[] =>
  points.slice(from === undefined ? 0 : points.indexOf(from));
