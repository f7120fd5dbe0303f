/** Secrets that containers hold which this engine did not start: they are hidden from its first line on. */
import { isDeployment } from '../../shared/domain/plan.ts';
import { secretPrefix, type StageWork } from '../../shared/domain/run.ts';
import type { Application } from '../../shared/domain/service.ts';
import type { Store } from '../store/store.ts';

/** Names of the secrets that running revisions and open operations were given, the stages of runs among them. */
export function secretsInUse(store: Store): Set<string> {
  const running = store.projects.every().flatMap(({ id }) => store.revisions.allRunning(id));
  const deploying = store.operations.open().flatMap(({ plan }) => (isDeployment(plan) ? [plan.next.application] : []));
  const applications = [
    ...running.flatMap((revision) => store.revisions.configuration(revision.configuration) ?? []),
    ...deploying,
  ];
  const stages = store.operations.open().flatMap(({ plan }) => (plan.kind === 'run' ? (plan.run?.stages ?? []) : []));
  return new Set([...applications.flatMap(secretNames), ...stages.flatMap(({ work }) => secretsOf(work))]);
}

const secretsOf = (work: StageWork): string[] =>
  work.kind === 'gate'
    ? [work.token ?? []].flat()
    : [work.variables, ...work.services.map(({ variables }) => variables)]
        .flatMap((variables) => Object.values(variables))
        .filter((value) => value.startsWith(secretPrefix))
        .map((value) => value.slice(secretPrefix.length));

const secretNames = ({ services }: Application): string[] =>
  services.flatMap(({ files }) => files.flatMap(({ source }) => (source.type === 'secret' ? [source.name] : [])));
