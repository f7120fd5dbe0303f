/** A target without an engine: containers that run as soon as they are started, and ports that only one may hold. */
import type { ContainerState } from '../../../shared/domain/health.ts';
import type { DeploymentPlan } from '../../../shared/domain/plan.ts';
import { planDeployment, type DeploymentFacts } from '../../../shared/planning/deployment.ts';
import { fail } from '../../../shared/problem.ts';
import type { StepContext } from '../../../electron/steps/step.ts';
import type { ContainerSpec, Target } from '../../../electron/targets/target.ts';
import { serviceOf } from '../../fixtures/engine/service.ts';

type Held = { spec: ContainerSpec; state: ContainerState };

/** The part of a target that the steps of a switch use; everything that was asked for is in `asked`. */
export function memoryTarget() {
  const containers = new Map<string, Held>();
  const asked: string[] = [];
  const held = (name: string): Held => {
    const found = containers.get(name);
    if (!found) throw fail('failed.engine', `There is no container ${name}.`);
    return found;
  };
  const set = (name: string, given: Partial<ContainerState>): void => {
    const { spec, state } = held(name);
    containers.set(name, { spec, state: { ...state, ...given } });
  };
  const target: Partial<Target> = {
    ensureContainer: async (spec) => {
      if (!containers.has(spec.name)) containers.set(spec.name, { spec, state: created(spec) });
    },
    startContainer: async (name) => {
      const { spec } = held(name);
      for (const other of containers.values())
        for (const { host } of spec.bindings)
          if (
            other.spec.name !== name &&
            other.state.state === 'running' &&
            other.spec.bindings.some((one) => one.host === host)
          )
            throw fail('failed.port-taken', `${other.spec.name} has ${String(host)}.`);
      asked.push(`start ${name}`);
      set(name, { state: 'running', startedAt: 1 });
    },
    stopContainer: async (name) => {
      if (containers.get(name)?.state.state !== 'running') return;
      asked.push(`stop ${name}`);
      set(name, { state: 'exited', exitCode: 143 });
    },
    removeContainer: async (name) => void containers.delete(name),
    inspect: async (name) => containers.get(name)?.state ?? null,
    checkHealth: async () => ({ passed: true, output: '' }),
    async *logs() {},
  };
  return { target: target as Target, containers, asked, set };
}

const created = ({ name, service, image }: ContainerSpec): ContainerState => ({
  id: name,
  name,
  service: service.name,
  replica: 1,
  revision: 0,
  image,
  state: 'created',
  health: 'none',
  exitCode: null,
  startedAt: null,
  finishedAt: null,
  oomKilled: false,
  restarts: 0,
  ports: [],
  healthcheck: { test: ['CMD', 'true'], intervalMs: 1, timeoutMs: 1, retries: 1, startPeriodMs: 0 },
});

const digest = `sha256:${'1'.repeat(64)}`;
const built = { context: '.', dockerfile: 'Dockerfile', dockerfileInline: null, args: {}, target: null };
export const artifact = (name: string, given = {}) => serviceOf({ name, build: built, ...given });
export const dependency = (name: string, given = {}) => serviceOf({ name, image: `${name}:1`, ...given });

export const side = (
  revision: number,
  services: ReturnType<typeof serviceOf>[],
  given: Partial<DeploymentFacts['next']> = {},
): DeploymentFacts['next'] => ({
  revision,
  release: `r${String(revision)}`,
  commit: 'c'.repeat(40),
  artifacts: services
    .filter(({ build }) => build)
    .map(({ name }) => ({ service: name, digest, reference: digest, imageId: digest, sizeBytes: null })),
  application: { services, networks: [], volumes: [] },
  configuration: `k${String(revision)}`,
  ...given,
});

export function deployment(given: Pick<DeploymentFacts, 'next'> & Partial<DeploymentFacts>): DeploymentPlan {
  const plan = planDeployment({
    kind: 'promote',
    project: 'p',
    projectName: 'shop',
    environment: 'qa',
    environmentKind: 'qa',
    target: 'local',
    previous: null,
    restores: null,
    bindings: [],
    healthTimeoutMs: 1000,
    strategy: 'recreate',
    notices: [],
    ...given,
  });
  if ('code' in plan) throw new Error(plan.message);
  return plan;
}

export const contextOf = (plan: DeploymentPlan, target: Target): StepContext<DeploymentPlan> =>
  ({
    plan,
    target,
    operation: { id: 'o', project: 'p', by: 'ada', why: null },
    dataOf: () => null,
    contents: {},
    say: () => undefined,
    signal: new AbortController().signal,
    fence: () => undefined,
    crashPoint: () => undefined,
    store: { operations: { journal: () => [] } },
    step: { id: 'containers.switch' },
  }) as unknown as StepContext<DeploymentPlan>;
