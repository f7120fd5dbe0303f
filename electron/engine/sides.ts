/** What runs, or would run, in an environment, put together from the history. */
import type { EnvironmentDeclaration } from '../../shared/configuration/schema.ts';
import type { Binding, Side } from '../../shared/domain/plan.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { Service } from '../../shared/domain/service.ts';
import { wantedPorts } from '../../shared/planning/deployment.ts';
import { fail } from '../../shared/problem.ts';
import type { Engine } from './engine.ts';

/** The release and configuration of a recorded revision; throws when the history lacks one of them. */
export function sideOf(engine: Engine, revision: Revision): Side {
  const release = engine.store.releases.get(revision.project, revision.release);
  const application = engine.store.revisions.configuration(revision.configuration);
  if (!release || !application) {
    throw fail('failed.history-incomplete', `The history lacks what revision ${String(revision.number)} of ${revision.environment} ran.`, { hint: 'audit --verify tells whether it is damaged.' });
  }
  return { revision: revision.number, release: release.id, commit: release.commit, artifacts: release.artifacts, application, configuration: revision.configuration };
}

/** Ports that were chosen for a preview and not used yet: the start that follows must show the same ones. */
const offered = new Map<string, number>();

/**
 * The host ports of an environment. Fixed ones come from its declaration; others were chosen at its first deployment and
 * are kept, so that its address stays. Nothing is recorded here: `keepPorts` does it when the operation begins.
 */
export async function bindingsOf(engine: Engine, project: string, environment: string, declaration: EnvironmentDeclaration | null, services: readonly Service[]): Promise<Binding[]> {
  const wanted = wantedPorts(services, declaration?.publish ?? {});
  if (!Array.isArray(wanted)) throw fail(wanted.code, wanted.message, wanted.hint === null ? {} : { hint: wanted.hint });
  const kept = engine.store.ports.list(project, environment);
  const bindings: Binding[] = [];
  for (const { service, port, hostAddress, host } of wanted) {
    const { container, protocol } = port;
    const key = [project, environment, service, container, protocol].join('\n');
    const known = host ?? kept.find((one) => one.service === service && one.container === container && one.protocol === protocol)?.host ?? offered.get(key);
    const chosen = known ?? await engine.freePort(new Set([...engine.store.ports.taken(), ...offered.values()]));
    if (known === undefined) offered.set(key, chosen);
    bindings.push({ service, container, protocol, hostAddress, host: chosen });
  }
  return bindings;
}

/** Records the ports that Slipway chose; in the transaction that begins the operation. */
export function keepPorts(engine: Engine, project: string, environment: string, bindings: readonly Binding[], declared: Readonly<Record<string, unknown>>): void {
  for (const binding of bindings) if (!(binding.service in declared)) engine.store.ports.keep(project, environment, binding);
}
