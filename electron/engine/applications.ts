/** The application that a commit's Compose file describes, resolved for one environment. */
import { posix } from 'node:path';
import type { Configuration, EnvironmentDeclaration } from '../../shared/configuration/schema.ts';
import { loadCompose } from '../../shared/compose/load.ts';
import { exposedPortOf } from '../../shared/compose/discover.ts';
import type { Application, Service } from '../../shared/domain/service.ts';
import { isArtifact } from '../../shared/domain/naming.ts';
import { fail, problemFrom, ProblemError, type Problem } from '../../shared/problem.ts';
import type { Repository } from '../git/repository.ts';
import { configurationHash } from '../steps/specs.ts';

export interface Resolved {
  readonly application: Application;
  readonly configuration: string;
  readonly notices: string[];
}

const maxFileBytes = 1_000_000;

/** Answers by commit and everything that enters the result; a commit never changes. */
const cache = new Map<string, Resolved>();
const cacheLimit = 500;

/** The application of `commit` in an environment; throws the first thing that is wrong with its Compose file, with the others in `details`. */
export async function resolveApplication(
  repository: Repository,
  commit: string,
  configuration: Configuration,
  declaration: EnvironmentDeclaration,
): Promise<Resolved> {
  const variables = Object.fromEntries(
    Object.entries(declaration.variables ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const profiles = declaration.profiles ?? [];
  const key = configurationHash({
    root: repository.opened.root,
    commit,
    compose: configuration.compose,
    variables,
    profiles,
    replicas: declaration.replicas ?? {},
  });
  const known = cache.get(key);
  if (known) return known;
  const parsed = await readCompose(repository, commit, configuration.compose, variables, profiles);
  const services = parsed.application.services.map((service) => ({
    ...service,
    replicas: declaration.replicas?.[service.name] ?? service.replicas,
  }));
  const application = { ...parsed.application, services };
  const resolved = { application, configuration: configurationHash(application), notices: parsed.notices };
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(key, resolved);
  return resolved;
}

/**
 * The services that a release has images for: the artifacts of every environment. A release is built once for all of
 * them, so a service whose `build` comes out differently in two environments is refused. An environment whose
 * application cannot be resolved does not hold up the others; when none can, its problem is thrown.
 */
export async function artifactsAt(
  repository: Repository,
  commit: string,
  configuration: Configuration,
): Promise<Service[]> {
  const found = new Map<string, { service: Service; environment: string }>();
  let problem: Problem | null = null;
  let resolved = 0;
  for (const [environment, declaration] of Object.entries(configuration.environments)) {
    const application = await resolveApplication(repository, commit, configuration, declaration).catch(
      (error: unknown) => {
        problem ??= problemFrom(error);
        return null;
      },
    );
    if (!application) continue;
    resolved += 1;
    for (const service of application.application.services.filter(isArtifact)) {
      const known = found.get(service.name);
      if (known && configurationHash(known.service.build) !== configurationHash(service.build))
        throw buildDiffers(service.name, known.environment, environment);
      if (!known) found.set(service.name, { service, environment });
    }
  }
  if (resolved === 0 && problem) throw new ProblemError(problem);
  return [...found.values()].map(({ service }) => service);
}

const buildDiffers = (service: string, one: string, other: string) =>
  fail('usage.build-differs', `“${service}” would be built differently for ${one} and ${other}.`, {
    hint: 'One image runs in every environment: take the variables of environments out of its `build`, and use `environment` for what differs.',
    details: { service },
  });

async function readCompose(
  repository: Repository,
  commit: string,
  file: string,
  variables: Record<string, string>,
  profiles: string[],
): Promise<{ application: Application; notices: string[] }> {
  const text = await repository.readFile(commit, file, maxFileBytes);
  if (text === null) {
    throw fail('usage.no-compose-file', `Commit ${commit.slice(0, 7)} has no ${file}.`, {
      hint: 'Name the Compose file as `compose:` in slipway.yaml, or commit it.',
      details: { file, commit },
    });
  }
  const parsed = await loadCompose({ text, file, variables, profiles }, (path) =>
    repository.readFile(commit, path, maxFileBytes),
  );
  if (parsed.application && parsed.problems.length === 0) {
    const services = await Promise.all(
      parsed.application.services.map(async (service) =>
        withVersions(repository, commit, await withExposedPort(repository, commit, service)),
      ),
    );
    return { application: { ...parsed.application, services }, notices: parsed.notices };
  }
  throw composeProblem(parsed.problems, file, commit);
}

/** A dependency is kept while nothing of it changes: what its files hold is a part of it. Artifacts are new containers each time. */
async function withVersions(repository: Repository, commit: string, service: Service): Promise<Service> {
  if (isArtifact(service)) return service;
  const files = await Promise.all(
    service.files.map(async (file) => {
      const version = file.source.type === 'repository' ? await repository.objectAt(commit, file.source.path) : null;
      return version === null ? file : { ...file, source: { ...file.source, version } };
    }),
  );
  return { ...service, files };
}

/** Where the Compose file says nothing of ports, the EXPOSE of the service's Dockerfile does. */
async function withExposedPort(repository: Repository, commit: string, service: Service): Promise<Service> {
  const { build } = service;
  if (!build || service.ports.length > 0 || service.expose.length > 0) return service;
  const dockerfile =
    build.dockerfileInline ??
    (await repository.readFile(commit, posix.join(build.context, build.dockerfile), maxFileBytes));
  const port = dockerfile === null ? null : exposedPortOf(dockerfile);
  return port === null ? service : { ...service, expose: [port] };
}

function composeProblem(problems: readonly Problem[], file: string, commit: string) {
  const [first, ...others] = problems;
  if (!first) return fail('usage.compose', `${file} at ${commit.slice(0, 7)} cannot be used.`);
  return fail(first.code, first.message, {
    ...(first.hint === null ? {} : { hint: first.hint }),
    details: { ...first.details, commit, others: others.slice(0, 20).map((problem) => problem.message) },
  });
}
