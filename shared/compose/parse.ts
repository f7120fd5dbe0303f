/** From the text of the team's Compose file to the application that one environment runs. */
import type { z } from 'zod';
import type { Path } from '../configuration/document.ts';
import { nearestOf, remarksOf } from '../configuration/remarks.ts';
import type { Application } from '../domain/service.ts';
import type { Problem } from '../problem.ts';
import { dependencyRemarks, enabledServices } from './enabled.ts';
import { parseEnvironmentFile } from './environment-file.ts';
import { resolveService } from './extends.ts';
import { readSource, type Sources } from './files.ts';
import type { Lookup } from './interpolate.ts';
import { fileSourceKeys, networkKeys, topKeys, volumeKeys, withoutUnused } from './keys.ts';
import { labelsOf } from './pairs.ts';
import { folderOf, resolveInside } from './paths.ts';
import { isValues, readCompose, type Findings, type Reading } from './reading.ts';
import {
  composeFileSourceSchema,
  composeNetworkSchema,
  composeServiceSchema,
  composeVolumeSchema,
  type ComposeService,
} from './schema.ts';
import { readService, type Declared, type ReadService } from './service.ts';
import type { Setting } from './setting.ts';

export interface ComposeInput {
  readonly text: string;
  /** Path of the Compose file in the repository. */
  readonly file: string;
  /** Values for variables, before those of the `.env` beside the file. */
  readonly variables: Readonly<Record<string, string>>;
  /** Profiles that are on; `*` is all of them. */
  readonly profiles: readonly string[];
  /** Text of a file of the repository at the commit; null when there is none. */
  readonly readFile: (path: string) => string | null;
}

export interface ParsedCompose {
  /** Null when there is any problem. */
  readonly application: Application | null;
  /** `usage.compose` for what is wrong, `usage.compose-unsupported` for what Slipway does not do; details as for slipway.yaml. */
  readonly problems: Problem[];
  readonly notices: string[];
}

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs'];
const servicePattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}$/;

/** Parses a Compose file for one environment. Never throws, except what `readFile` throws. */
export function parseCompose(input: ComposeInput): ParsedCompose {
  const findings: Findings = { problems: [], notices: [] };
  const lookup = variablesOf(input, findings);
  const reading = readCompose(input.file, input.text, lookup, findings);
  const setting = reading && { reading, folder: folderOf(input.file), lookup, readFile: input.readFile };
  const application = setting ? readApplication({ ...setting, file: input.file, findings }, input.profiles) : null;
  const notices = [...new Set(findings.notices)];
  return { application: findings.problems.length > 0 ? null : application, problems: findings.problems, notices };
}

function variablesOf({ file, variables, readFile }: ComposeInput, findings: Findings): Lookup {
  const given: Lookup = (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  const path = resolveInside(folderOf(file), '.env') ?? '.env';
  const { values, errors } = parseEnvironmentFile(readFile(path) ?? '', given);
  for (const { line, message } of errors) findings.notices.push(`${path}:${line}: ${message}; the line is skipped`);
  return (name) => given(name) ?? values.get(name) ?? undefined;
}

function readApplication(
  place: Setting & { file: string; findings: Findings },
  profiles: readonly string[],
): Application {
  const { reading } = place;
  const top = withoutUnused(reading, [], reading.values, topKeys);
  for (const key of Object.keys(top).filter((name) => !sections.includes(name))) {
    reading.wrong([key], `unknown key "${key}"`, { atKey: true, nearest: nearestOf(key, sections) });
  }
  const volumes = entries(reading, 'volumes', composeVolumeSchema, volumeKeys);
  const networks = entries(reading, 'networks', composeNetworkSchema, networkKeys);
  const declared = declaredFiles(place, [...volumes.keys()]);

  const services = readServices(place, profiles, declared);
  const used = new Set(services.flatMap(({ service }) => service.networks.map(({ name }) => name)));
  for (const { service } of services) {
    for (const { name } of service.networks.filter(
      (network) => network.name !== 'default' && !networks.has(network.name),
    )) {
      reading.wrong(['services', service.name, 'networks'], `the network "${name}" is not declared under "networks"`, {
        nearest: nearestOf(name, [...networks.keys()]),
      });
    }
    if (!service.healthcheck)
      reading.notice(['services', service.name], `nothing says when ${service.name} is healthy: staying up counts`);
  }
  const mounted = new Set(
    services.flatMap(({ service }) => service.mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.name] : []))),
  );
  return {
    services: services.map(({ service }) => service),
    networks: [...used].map((name) => ({
      name,
      internal: networks.get(name)?.internal ?? false,
      labels: labelsOf(networks.get(name)?.labels),
    })),
    volumes: [...mounted].map((name) => ({ name, labels: labelsOf(volumes.get(name)?.labels) })),
  };
}

/** The services that the profiles switch on; the others are not even checked, as the specification has it. */
function readServices(
  place: Setting & { file: string; findings: Findings },
  profiles: readonly string[],
  declared: Declared,
): ReadService[] {
  const { reading } = place;
  const all = reading.values['services'];
  if (!isValues(all) || Object.keys(all).length === 0) {
    reading.wrong(['services'], 'a Compose file needs "services"', { atKey: true });
    return [];
  }
  const shaped = new Map<string, ComposeService>();
  const enabled = enabledServices(all, profiles);
  for (const name of enabled) {
    if (!servicePattern.test(name))
      reading.wrong(
        ['services', name],
        `"${name}" is not a valid name: letters, digits, dots, dashes and underscores`,
        { atKey: true },
      );
    const resolved = resolveService(place, name);
    const service = resolved && shape(reading, ['services', name], composeServiceSchema, resolved);
    if (service) shaped.set(name, service);
  }
  const services = [...shaped].map(([name, service]) => readService(place, name, service, declared));
  const remarks = dependencyRemarks(
    services.map(({ service }) => service),
    enabled,
    Object.keys(all),
  );
  for (const { path, message, hint, nearest } of remarks) reading.wrong(path, message, { hint, nearest });
  return services.map(({ service, ...rest }) => {
    // What is not required and not on is not waited for.
    const dependsOn = Object.fromEntries(
      Object.entries(service.dependsOn).filter(([name, { required }]) => required || enabled.includes(name)),
    );
    return { ...rest, service: { ...service, dependsOn } };
  });
}

function declaredFiles(setting: Setting, volumes: readonly string[]): Declared {
  const sourcesOf = (section: 'secrets' | 'configs'): { names: string[]; sources: Sources } => {
    const declared = entries(setting.reading, section, composeFileSourceSchema, fileSourceKeys);
    const sources = [...declared].flatMap(([name, source]) => {
      const read = readSource(setting, section, name, source);
      return read ? [[name, read] as const] : [];
    });
    return { names: [...declared.keys()], sources: new Map(sources) };
  };
  const secrets = sourcesOf('secrets');
  const configs = sourcesOf('configs');
  return {
    volumes,
    secrets: secrets.names,
    configs: configs.names,
    secretSources: secrets.sources,
    configSources: configs.sources,
  };
}

/** The entries of a section at the top of the file that have the right shape, by name. */
function entries<Schema extends z.ZodType>(
  reading: Reading,
  section: string,
  schema: Schema,
  keys: Parameters<typeof withoutUnused>[3],
): Map<string, z.output<Schema>> {
  const values = reading.values[section] ?? {};
  if (!isValues(values)) {
    reading.wrong([section], `"${section}" must be a set of keys`);
    return new Map();
  }
  return new Map(
    Object.entries(values).flatMap(([name, value]) => {
      const path = [section, name];
      const result = shape(reading, path, schema, isValues(value) ? withoutUnused(reading, path, value, keys) : value);
      return result === undefined ? [] : [[name, result] as const];
    }),
  );
}

/** The value as its schema has it; undefined after saying what is wrong. */
function shape<Schema extends z.ZodType>(
  reading: Reading,
  path: Path,
  schema: Schema,
  value: unknown,
): z.output<Schema> | undefined {
  const remarks = remarksOf(schema, value);
  for (const remark of remarks) reading.wrong([...path, ...remark.path], remark.message, remark);
  return remarks.length > 0 ? undefined : schema.parse(value);
}
