/** What runs, or would run, in an environment, put together from the history. */
import { isDeployment, type Binding, type DeploymentPlan, type Side } from '../../shared/domain/plan.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { Service } from '../../shared/domain/service.ts';
import { wantedPorts } from '../../shared/planning/deployment.ts';
import { fail, problemOf, type Problem } from '../../shared/problem.ts';
import type { Engine } from './engine.ts';

/** The release and configuration of a recorded revision; throws when the history lacks one of them. */
export function sideOf(engine: Engine, revision: Revision): Side {
  const release = engine.store.releases.get(revision.project, revision.release);
  const application = engine.store.revisions.configuration(revision.configuration);
  if (!release || !application) {
    throw fail(
      'failed.history-incomplete',
      `The history lacks what revision ${String(revision.number)} of ${revision.environment} ran.`,
      { hint: 'audit --verify tells whether it is damaged.' },
    );
  }
  return {
    revision: revision.number,
    release: release.id,
    commit: release.commit,
    artifacts: release.artifacts,
    application,
    configuration: revision.configuration,
  };
}

/** What runs in an environment, with the ports and the name that its deployment gave it: they say which containers it is. */
export function runningSide(engine: Engine, revision: Revision): Side {
  const plan = deploymentOf(engine, revision);
  if (!plan) return sideOf(engine, revision);
  const { front, runsAs } = plan.next;
  return {
    ...sideOf(engine, revision),
    bindings: plan.bindings,
    ...(front ? { front } : {}),
    ...(runsAs === undefined ? {} : { runsAs }),
  };
}

/**
 * The name that an environment's containers, networks and volumes carry: the one of its first deployment. With another
 * `name` in slipway.yaml they would not be found again, and a database would come up on an empty volume.
 */
export const carriedName = (engine: Engine, current: Revision | null, name: string): string =>
  (current && deploymentOf(engine, current)?.projectName) ?? name;

/** Why a deployment would leave what runs behind on another engine; null when it would not. */
export function movedTarget(engine: Engine, current: Revision | null, target: string): Problem | null {
  const before = (current && deploymentOf(engine, current)?.target) ?? target;
  if (!current || before === target) return null;
  return problemOf(
    'refused.target-changed',
    `${current.environment} runs on the target “${before}”, and slipway.yaml now says “${target}”: its containers and volumes would stay behind.`,
    {
      hint: `Declare another environment for ${target}, or set the target of ${current.environment} back to ${before}.`,
    },
  );
}

/** The plan that brought a revision; null when the history has it no more. */
export function deploymentOf(engine: Engine, revision: Revision): DeploymentPlan | null {
  const plan = engine.store.operations.get(revision.operation)?.plan;
  return plan && isDeployment(plan) ? plan : null;
}

/** Ports that were chosen for a preview and not used yet: the start that follows must show the same ones. */
const offered = new Map<string, number>();

/**
 * The host ports of an environment. Fixed ones come from `publish`; others were chosen at its first deployment and
 * are kept, so that its address stays. Nothing is recorded here: `keepPorts` does it when the operation begins.
 */
export async function bindingsOf(
  engine: Engine,
  project: string,
  environment: string,
  publish: Readonly<Record<string, number | string>>,
  services: readonly Service[],
): Promise<Binding[]> {
  const wanted = wantedPorts(services, publish);
  if (!Array.isArray(wanted))
    throw fail(wanted.code, wanted.message, wanted.hint === null ? {} : { hint: wanted.hint });
  const kept = engine.store.ports.list(project, environment);
  const bindings: Binding[] = [];
  for (const { service, port, hostAddress, host } of wanted) {
    const { container, protocol } = port;
    const key = [project, environment, service, container, protocol].join('\n');
    const known =
      host ??
      kept.find((one) => one.service === service && one.container === container && one.protocol === protocol)?.host ??
      offered.get(key);
    const chosen = known ?? (await engine.freePort(new Set([...engine.store.ports.taken(), ...offered.values()])));
    if (known === undefined) offered.set(key, chosen);
    bindings.push({ service, container, protocol, hostAddress, host: chosen });
  }
  return bindings;
}

/** Records the ports that Slipway chose; in the transaction that begins the operation. */
export function keepPorts(
  engine: Engine,
  project: string,
  environment: string,
  bindings: readonly Binding[],
  declared: Readonly<Record<string, unknown>>,
): void {
  for (const binding of bindings)
    if (!(binding.service in declared)) engine.store.ports.keep(project, environment, binding);
}
