/** Which container of an environment a shell is opened in. */
import type { ContainerState } from '../domain/health.ts';
import { type Problem, problemOf } from '../problem.ts';

export interface ShellRequest {
  readonly environment: string;
  readonly service?: string | undefined;
  /** The name of one container, where the service has several. */
  readonly container?: string | undefined;
}

/**
 * The container that is meant: the one that is named, else the first of the newest revision of the service. Without a
 * service it is the only one that runs. `usage.…` when that is not to be told, `refused.not-running` when it does not run.
 */
export function containerFor(containers: readonly ContainerState[], request: ShellRequest): ContainerState | Problem {
  const { environment, service, container } = request;
  const running = containers.filter(({ state }) => state === 'running');
  // What begins with a colon is Slipway’s own: a load balancer, a check.
  const names = [...new Set(running.map((one) => one.service))].filter((name) => !name.startsWith(':')).sort();
  if (container !== undefined)
    return (
      running.find(({ name }) => name === container) ?? notRunning(`“${container}” does not run`, environment, names)
    );
  const wanted = service ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined && names.length > 1)
    return problemOf('usage.which-service', `Several services run in ${environment}.`, {
      hint: `Name one of them: ${names.join(', ')}.`,
    });
  const [first] = running
    .filter((one) => one.service === wanted)
    .sort((a, b) => b.revision - a.revision || a.replica - b.replica);
  return first ?? notRunning(service === undefined ? 'Nothing runs' : `No “${service}” runs`, environment, names);
}

const notRunning = (what: string, environment: string, names: readonly string[]): Problem =>
  problemOf('refused.not-running', `${what} in ${environment}.`, {
    hint: names.length > 0 ? `These run: ${names.join(', ')}.` : 'Deploy a release there, or start what has stopped.',
  });
