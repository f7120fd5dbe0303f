/** Secrets that containers hold which this engine did not start: they are hidden from its first line on. */
import { isDeployment } from '../../shared/domain/plan.ts';
import type { Application } from '../../shared/domain/service.ts';
import type { Store } from '../store/store.ts';

/** Names of the secrets that running revisions and open operations were given. */
export function secretsInUse(store: Store): Set<string> {
  const running = store.projects.every().flatMap(({ id }) => store.revisions.allRunning(id));
  const deploying = store.operations.open().flatMap(({ plan }) => (isDeployment(plan) ? [plan.next.application] : []));
  const applications = [
    ...running.flatMap((revision) => store.revisions.configuration(revision.configuration) ?? []),
    ...deploying,
  ];
  return new Set(applications.flatMap(secretNames));
}

const secretNames = ({ services }: Application): string[] =>
  services.flatMap(({ files }) => files.flatMap(({ source }) => (source.type === 'secret' ? [source.name] : [])));
