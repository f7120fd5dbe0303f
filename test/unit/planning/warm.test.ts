import { describe, expect, it } from 'vitest';
import { frontServiceName } from '../../../shared/domain/front.ts';
import type { ContainerState } from '../../../shared/domain/health.ts';
import type { Binding, DeploymentPlan, Side } from '../../../shared/domain/plan.ts';
import type { Service } from '../../../shared/domain/service.ts';
import { planFront } from '../../../shared/planning/front.ts';
import { switchBack, warmRevision } from '../../../shared/planning/warm.ts';
import { serviceOf } from '../../fixtures/engine/index.ts';

const built = { context: '.', dockerfile: 'Dockerfile', dockerfileInline: null, args: {}, target: null };
const published = (host: number): Binding[] => [
  { service: 'web', container: 8080, protocol: 'tcp', hostAddress: '0.0.0.0', host },
];
const here = published(8080);
const options = { image: 'haproxy:lts', tcp: [], sticky: [], checks: {}, certificate: null, testers: null };
const data: Service['mounts'] = [{ type: 'volume', name: 'data', target: '/data', readOnly: false }];

function sideOf(revision: number, mounts: Service['mounts']): Side {
  const services = [serviceOf({ name: 'web', build: built, replicas: 2, mounts })];
  const front = planFront(services, here, options, revision, revision % 2 === 0 ? 'green' : 'blue');
  if ('code' in front) throw new Error(front.message);
  const application = { services, networks: [], volumes: [] };
  return { revision, release: 'r', commit: 'c', artifacts: [], application, configuration: '', bindings: here, front };
}

const deployment = (next: Side, previous: Side | null): DeploymentPlan => ({
  kind: 'promote',
  project: 'p',
  projectName: 'p',
  environment: 'production',
  environmentKind: 'production',
  target: 'local',
  next,
  previous,
  restores: null,
  bindings: here,
  healthTimeoutMs: 1,
  rehearsed: false,
  notices: [],
  steps: [],
});

const container = (service: string, revision: number, state: ContainerState['state'] = 'running'): ContainerState => ({
  id: '',
  name: '',
  service,
  replica: 1,
  revision,
  image: '',
  state,
  health: 'none',
  exitCode: null,
  startedAt: null,
  finishedAt: null,
  oomKilled: false,
  restarts: 0,
  ports: [],
  healthcheck: null,
});
const front = container(frontServiceName, 0);
const both = [container('web', 1), container('web', 1)];

/** Revision 2 runs, revision 1 is kept warm beside it, and the way back leads there. */
function back(containers: readonly ContainerState[], mounts: Service['mounts'] = [], bindings = here) {
  const [one, two] = [sideOf(1, mounts), sideOf(2, mounts)];
  const now = deployment(two, one);
  const way = switchBack({ now, then: deployment(one, null), restored: 1, bindings, containers });
  return { warm: warmRevision(now, containers), way: typeof way === 'string' ? way : way.way };
}

describe('the way back', () => {
  it('is a switch where all of it still runs behind the front that serves', () => {
    expect(back([front, ...both])).toEqual({ warm: 1, way: 'switch' });
  });

  it.each([
    ['a replica died', back([front, container('web', 1), container('web', 1, 'exited')]), 'not kept warm any more'],
    ['two of it would write to one volume', back([front, ...both], data), 'cannot be there twice'],
    ['its port is another by now', back([front, ...both], [], published(9090)), 'was published elsewhere'],
    ['the front is away', back(both), 'does not run'],
  ])('starts something although it is kept warm, when %s', (_when, { warm, way }, why) => {
    expect(warm).toBe(1);
    expect(way).toContain(why);
  });
});
