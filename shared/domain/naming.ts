/** Names of everything that Slipway makes on an engine. One project's names never meet another's, nor one environment's. */
import type { Service } from './service.ts';

/** Lower-case letters, digits and dashes; never empty, at most `limit` characters. */
export function slug(text: string, limit = 40): string {
  const clean = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, limit)
    .replace(/-+$/, '');
  return clean || 'x';
}

/** `shop-3f9c2a-qa`: the prefix of an environment's containers, networks and volumes. `project` is the project's id. */
export const prefixOf = (projectName: string, project: string, environment: string): string =>
  `${slug(projectName, 24)}-${project}-${environmentPart(environment)}`;

/** `test.feature` keeps its dot: no declared environment has one, so the two cannot meet. */
const environmentPart = (environment: string): string => environment.toLowerCase().replace(/[^a-z0-9.-]+/g, '-');

/** What belongs to an environment comes behind its prefix and a `_`, which no prefix has: `qa` with `copy-web` is not `qa-copy` with `web`. */
const ofEnvironment = (prefix: string, ...parts: readonly (string | number)[]): string =>
  `${prefix}_${parts.join('-')}`;

export const networkName = (prefix: string, network: string): string => ofEnvironment(prefix, network);
export const volumeName = (prefix: string, volume: string): string => ofEnvironment(prefix, volume);
export const servingName = (prefix: string, service: string, revision: number, replica: number): string =>
  ofEnvironment(prefix, service, `r${String(revision)}`, replica);
export const rehearsalName = (prefix: string, service: string, revision: number): string =>
  ofEnvironment(prefix, service, `r${String(revision)}`, 'rehearsal');
/** A dependency keeps running from revision to revision while its configuration is the same, so its name carries that. */
export const dependencyName = (prefix: string, service: string, configuration: string, replica: number): string =>
  ofEnvironment(prefix, service, configuration.slice(0, 8), replica);

/** A front keeps running from revision to revision while its shape is the same. */
export const frontName = (prefix: string, shape: string): string => ofEnvironment(prefix, 'front', shape.slice(0, 8));

/** A container that only checks something, and is gone afterwards. */
export const checkName = (prefix: string, id: string): string => ofEnvironment(prefix, 'check', id);

/** What belongs to a project and to no environment: `_` comes where an environment's name would follow. */
const ofProject = (projectName: string, project: string, ...parts: readonly string[]): string =>
  `${slug(projectName, 24)}-${project}_${parts.join('-')}`;

/** The container and the network of a stage of a run. */
export const stageName = (projectName: string, project: string, run: string, stage: string): string =>
  ofProject(projectName, project, 'run', run, stage);
/** A shell into a failed stage. */
export const shellName = (projectName: string, project: string, shell: string): string =>
  ofProject(projectName, project, 'shell', shell.slice(0, 12));
/** What stands beside a stage. No name of a stage has a dot. */
export const besideName = (stageContainer: string, service: string): string => `${stageContainer}.${service}`;
/** A cache is one of its project and its path, whatever stage uses it. */
export const cacheName = (projectName: string, project: string, path: string): string =>
  ofProject(projectName, project, 'cache', path);

/** A service with `build:` is an artifact of the release. */
export const isArtifact = (service: Service): boolean => service.build !== null;

/** Services in an order in which each comes after what it depends on. Cycles were refused when the file was read. */
export function inDependencyOrder(services: readonly Service[]): Service[] {
  const ordered = new Map<string, Service>();
  const visit = (service: Service, path: readonly string[]): void => {
    if (ordered.has(service.name) || path.includes(service.name)) return;
    for (const name of Object.keys(service.dependsOn)) {
      const dependency = services.find((candidate) => candidate.name === name);
      if (dependency) visit(dependency, [...path, service.name]);
    }
    ordered.set(service.name, service);
  };
  for (const service of services) visit(service, []);
  return [...ordered.values()];
}
