/** One service of the Compose file as Slipway runs it. */
import { split } from 'shlex';
import type { Path } from '../configuration/document.ts';
import type { FileToCopy, Mount, Service } from '../domain/service.ts';
import { readBuild } from './build.ts';
import { readGrants, type Sources } from './files.ts';
import { readDuration, readHealthcheck } from './health.ts';
import { labelsOf } from './pairs.ts';
import { readExposed, readPorts } from './ports.ts';
import { parseSize } from './quantities.ts';
import type { ComposeService } from './schema.ts';
import type { Setting } from './setting.ts';
import { readEnvironment } from './variables.ts';
import { readTmpfs, readVolumes } from './volumes.ts';

/** What is declared at the top of the file, for services to refer to. */
export interface Declared {
  readonly volumes: readonly string[];
  readonly secrets: readonly string[];
  readonly configs: readonly string[];
  readonly secretSources: Sources;
  readonly configSources: Sources;
}

export interface ReadService {
  readonly service: Service;
  readonly anonymousVolumes: readonly string[];
}

const defaultGraceMs = 10_000;

export function readService(setting: Setting, name: string, declared: ComposeService, top: Declared): ReadService {
  const { reading } = setting;
  const path: Path = ['services', name];
  if (declared.build === undefined && declared.image === undefined)
    reading.wrong(path, `the service "${name}" needs an image or a build`, { atKey: true });
  const { mounts, files, anonymous } = readContents(setting, name, path, declared, top);
  const service: Service = {
    name,
    build: declared.build === undefined ? null : readBuild(setting, [...path, 'build'], declared.build),
    image: declared.image ?? null,
    command: readCommand(setting, [...path, 'command'], declared.command),
    entrypoint: readCommand(setting, [...path, 'entrypoint'], declared.entrypoint),
    environment: readEnvironment(setting, path, declared),
    ports: readPorts(reading, [...path, 'ports'], declared.ports ?? []),
    expose: readExposed(reading, [...path, 'expose'], declared.expose ?? []),
    mounts,
    files,
    networks: readNetworks(name, declared),
    dependsOn: readDependencies(declared),
    healthcheck: declared.healthcheck ? readHealthcheck(reading, [...path, 'healthcheck'], declared.healthcheck) : null,
    labels: readLabels(setting, path, declared),
    restart: readRestart(declared),
    user: declared.user ?? null,
    workingDirectory: declared.working_dir ?? null,
    hostname: declared.hostname ?? null,
    stopGracePeriodMs: readDuration(
      reading,
      [...path, 'stop_grace_period'],
      declared.stop_grace_period,
      defaultGraceMs,
    ),
    stopSignal: declared.stop_signal ?? null,
    init: declared.init ?? null,
    readOnly: declared.read_only ?? false,
    tty: declared.tty ?? false,
    capDrop: declared.cap_drop ?? [],
    replicas: declared.deploy?.replicas ?? declared.scale ?? 1,
    resources: readResources(setting, path, declared),
  };
  return { service, anonymousVolumes: anonymous };
}

function readContents(
  setting: Setting,
  name: string,
  path: Path,
  declared: ComposeService,
  top: Declared,
): { mounts: Mount[]; files: FileToCopy[]; anonymous: string[] } {
  const { reading, folder } = setting;
  const volumes = readVolumes(
    { reading, folder, service: name, declared: top.volumes, path: [...path, 'volumes'] },
    declared.volumes ?? [],
  );
  const tmpfs = readTmpfs(reading, [...path, 'tmpfs'], [declared.tmpfs ?? []].flat());
  const secrets = readGrants(
    setting,
    'secrets',
    [...path, 'secrets'],
    declared.secrets ?? [],
    top.secretSources,
    top.secrets,
  );
  const configs = readGrants(
    setting,
    'configs',
    [...path, 'configs'],
    declared.configs ?? [],
    top.configSources,
    top.configs,
  );
  return {
    mounts: [...volumes.mounts, ...tmpfs],
    files: [...volumes.files, ...secrets, ...configs],
    anonymous: volumes.anonymous,
  };
}

/** A line of text is split as a shell splits words, without running anything: no variables, globs or operators. */
function readCommand({ reading }: Setting, path: Path, command: ComposeService['command']): string[] | null {
  if (command === undefined || command === null) return null;
  if (Array.isArray(command)) return command;
  try {
    return split(command);
  } catch (thrown) {
    reading.wrong(
      path,
      `the command cannot be split into words: ${thrown instanceof Error ? thrown.message.toLowerCase() : String(thrown)}`,
    );
    return null;
  }
}

/** A service is known by its name on every network that it is in, beside the aliases. */
function readNetworks(name: string, { networks }: ComposeService): Service['networks'] {
  if (!networks) return [{ name: 'default', aliases: [name] }];
  if (Array.isArray(networks)) return networks.map((network) => ({ name: network, aliases: [name] }));
  return Object.entries(networks).map(([network, options]) => ({
    name: network,
    aliases: [...new Set([name, ...(options?.aliases ?? [])])],
  }));
}

function readDependencies({ depends_on: dependsOn }: ComposeService): Service['dependsOn'] {
  if (!dependsOn) return {};
  if (!Array.isArray(dependsOn)) return dependsOn;
  return Object.fromEntries(dependsOn.map((name) => [name, { condition: 'service_started' as const, required: true }]));
}

function readLabels({ reading }: Setting, path: Path, declared: ComposeService): Record<string, string> {
  const labels = labelsOf(declared.labels);
  const reserved = Object.keys(labels).find((label) => label.startsWith('slipway.'));
  if (reserved !== undefined)
    reading.wrong(
      [...path, 'labels'],
      `the label "${reserved}" is Slipway's own: labels that begin with slipway. say what belongs to whom`,
    );
  return labels;
}

function readRestart({ restart, deploy }: ComposeService): Service['restart'] {
  const cluster = deploy?.restart_policy;
  if (restart === undefined && cluster) {
    const policy = ({ none: 'no', 'on-failure': 'on-failure', any: 'always' } as const)[cluster.condition];
    return { policy, maxRetries: policy === 'on-failure' ? (cluster.max_attempts ?? 0) : 0 };
  }
  const [policy = 'no', retries = '0'] = (restart === false ? 'no' : (restart ?? 'no')).split(':');
  return { policy: policy as Service['restart']['policy'], maxRetries: Number(retries) };
}

function readResources({ reading }: Setting, path: Path, declared: ComposeService): Service['resources'] {
  const { limits, reservations } = declared.deploy?.resources ?? {};
  const bytes = (at: Path, text: string | undefined): number | null => {
    const size = text === undefined ? null : parseSize(text);
    if (text !== undefined && size === null) reading.wrong([...path, ...at], `"${text}" is not a size such as 512m`);
    return size;
  };
  const inDeploy = ['deploy', 'resources'];
  return {
    cpus: limits?.cpus ?? declared.cpus ?? null,
    memoryBytes: bytes([...inDeploy, 'limits', 'memory'], limits?.memory) ?? bytes(['mem_limit'], declared.mem_limit),
    memoryReservationBytes:
      bytes([...inDeploy, 'reservations', 'memory'], reservations?.memory) ??
      bytes(['mem_reservation'], declared.mem_reservation),
    pids: limits?.pids ?? declared.pids_limit ?? null,
  };
}
