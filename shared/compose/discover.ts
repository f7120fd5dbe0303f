/** What a repository already has that environments can start from. */
import { readYaml } from '../configuration/document.ts';
import { isValues } from './reading.ts';

/** The names that the specification looks for, in its order. */
export const composeFileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'] as const;

export interface Discovered {
  readonly composeFile: string | null;
  readonly services: readonly DiscoveredService[];
  /** Dockerfiles at the root: `Dockerfile` first, then `Dockerfile.NAME` and `NAME.Dockerfile`. */
  readonly dockerfiles: readonly string[];
  /** The first port that the main Dockerfile EXPOSEs. */
  readonly exposedPort: number | null;
}

export interface DiscoveredService {
  readonly name: string;
  readonly build: boolean;
  /** The port in the container that it offers: the first published one, else the first exposed one. */
  readonly port: number | null;
}

/** Looks at the files of the root. `files` has the names of all of them and the text of those that matter here. */
export function discover(files: ReadonlyMap<string, string | null>): Discovered {
  const composeFile = composeFileNames.find((name) => files.has(name)) ?? null;
  const dockerfiles = [...files.keys()].filter(isDockerfile);
  dockerfiles.sort(
    (left, right) => Number(right === 'Dockerfile') - Number(left === 'Dockerfile') || left.localeCompare(right, 'en'),
  );
  const main = dockerfiles[0];
  const exposedPort = main === undefined ? null : exposedPortOf(files.get(main) ?? '');
  const services = composeFile === null ? [] : servicesOf(files.get(composeFile) ?? '', exposedPort);
  return { composeFile, services, dockerfiles, exposedPort };
}

/** Whether `discover` needs the text of a file of the root. */
export const mattersToDiscovery = (name: string): boolean =>
  composeFileNames.some((file) => file === name) || isDockerfile(name);

const isDockerfile = (name: string): boolean =>
  /^Dockerfile(\..+)?$|^.+\.Dockerfile$/.test(name) && !name.endsWith('.dockerignore');

/** The port that a Dockerfile offers: the first EXPOSE, its variable filled in, else what its ENV calls PORT; null for neither. */
export function exposedPortOf(dockerfile: string): number | null {
  const [, exposed] = /^\s*EXPOSE\s+["']?([^\s"'/]+)/im.exec(dockerfile) ?? [];
  const variable = exposed === undefined ? 'PORT' : /^\$\{?(\w+)(?::-\d+)?\}?$/.exec(exposed)?.[1];
  const text = variable === undefined ? exposed : (valueOf(dockerfile, variable) ?? /:-(\d+)/.exec(exposed ?? '')?.[1]);
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

/** What an ENV or ARG line gives a variable. */
function valueOf(dockerfile: string, variable: string): string | undefined {
  return new RegExp(`^\\s*(?:ENV|ARG)\\s+(?:.*\\s)?${variable}(?:=|\\s+)["']?(\\d+)`, 'im').exec(dockerfile)?.[1];
}

/** A quick look that forgives everything: whoever wants to know what is wrong parses the file. */
function servicesOf(text: string, exposedPort: number | null): DiscoveredService[] {
  const values = readYaml('compose.yaml', text, 'usage.compose').yaml?.values().value;
  const services = isValues(values) && isValues(values['services']) ? values['services'] : {};
  return Object.entries(services)
    .filter(([, service]) => isValues(service))
    .map(([name, service]) => {
      const keys = isValues(service) ? service : {};
      const build = keys['build'] !== undefined && keys['build'] !== null;
      return {
        name,
        build,
        port: firstPort(keys['ports']) ?? firstPort(keys['expose']) ?? (buildsRoot(keys['build']) ? exposedPort : null),
      };
    });
}

/** Whether a service is built from the Dockerfile of the root, whose EXPOSE is known. */
function buildsRoot(build: unknown): boolean {
  const context: unknown = isValues(build)
    ? build['dockerfile'] === undefined
      ? (build['context'] ?? '.')
      : null
    : build;
  return typeof context === 'string' && /^\.?\/?$/.test(context);
}

function firstPort(ports: unknown): number | null {
  const first: unknown = Array.isArray(ports) ? ports[0] : null;
  const text = String(isValues(first) ? first['target'] : first);
  const container = /(?:^|:)(\d{1,5})(?:\/tcp)?$/.exec(text)?.[1];
  return container === undefined ? null : Number(container);
}
