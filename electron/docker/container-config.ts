/** What a service becomes on a Docker engine: pure, from Slipway's terms to the engine's. */
import { posix } from 'node:path';
import type { FileToCopy, Healthcheck, Service } from '../../shared/domain/service.ts';
import { fail } from '../../shared/problem.ts';
import type { ContainerCreateOptions, HostConfig } from './client.ts';

export interface ContainerRequest {
  readonly name: string;
  readonly service: Service;
  readonly image: string;
  /** Engine names, the first is the default one. None at all means no network. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** Engine names of volumes by Compose key. */
  readonly volumes: Readonly<Record<string, string>>;
  readonly bindings: readonly {
    readonly container: number;
    readonly protocol: string;
    readonly hostAddress: string;
    readonly host: number;
  }[];
  /** All labels, exactly as the container gets them. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The engine's form of a container, without privileges: no host network, no engine socket, no new privileges. Rejects
 * with `usage.…` what cannot be made of the service.
 */
export function createOptions(request: ContainerRequest): ContainerCreateOptions {
  const { service, networks } = request;
  const first = networks[0];
  return {
    Image: request.image,
    Env: Object.entries(service.environment).map(([name, value]) => `${name}=${value}`),
    Labels: { ...request.labels },
    Tty: service.tty,
    StopTimeout: Math.ceil(service.stopGracePeriodMs / 1000),
    ExposedPorts: exposedPorts(request),
    HostConfig: hostConfig(request),
    ...(service.command ? { Cmd: service.command } : {}),
    ...(service.entrypoint ? { Entrypoint: service.entrypoint } : {}),
    ...(service.user === null ? {} : { User: service.user }),
    ...(service.workingDirectory === null ? {} : { WorkingDir: service.workingDirectory }),
    ...(service.hostname === null ? {} : { Hostname: service.hostname }),
    ...(service.stopSignal === null ? {} : { StopSignal: service.stopSignal }),
    ...(service.healthcheck ? { Healthcheck: healthConfig(service.healthcheck) } : {}),
    ...(first ? { NetworkingConfig: { EndpointsConfig: { [first.name]: { Aliases: [...first.aliases] } } } } : {}),
  };
}

function hostConfig(request: ContainerRequest): HostConfig {
  const { service } = request;
  const { cpus, memoryBytes, memoryReservationBytes, pids } = service.resources;
  return {
    NetworkMode: request.networks[0]?.name ?? 'none',
    PortBindings: portBindings(request),
    RestartPolicy: restartPolicy(service),
    // A shell as PID 1 ignores SIGTERM; with an init, stopping takes no grace period.
    Init: service.init ?? true,
    Privileged: false,
    ReadonlyRootfs: service.readOnly,
    CapDrop: service.capDrop,
    SecurityOpt: ['no-new-privileges'],
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
    Mounts: mounts(request),
    ...(cpus === null ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(memoryBytes === null ? {} : { Memory: memoryBytes }),
    ...(memoryReservationBytes === null ? {} : { MemoryReservation: memoryReservationBytes }),
    ...(pids === null ? {} : { PidsLimit: pids }),
  };
}

function restartPolicy({ restart }: Service): NonNullable<HostConfig['RestartPolicy']> {
  // `always` would bring back a container that was stopped for good as soon as the engine itself restarts.
  if (restart.policy === 'always') return { Name: 'unless-stopped' };
  return {
    Name: restart.policy,
    ...(restart.policy === 'on-failure' ? { MaximumRetryCount: restart.maxRetries } : {}),
  };
}

function mounts({ service, volumes }: ContainerRequest): NonNullable<HostConfig['Mounts']> {
  const declared = service.mounts.map((mount) => {
    if (mount.type === 'tmpfs') {
      return {
        Type: 'tmpfs' as const,
        Source: '',
        Target: mount.target,
        ...(mount.sizeBytes === null ? {} : { TmpfsOptions: { SizeBytes: mount.sizeBytes, Mode: 0o1777 } }),
      };
    }
    const source = volumes[mount.name];
    if (source === undefined)
      throw fail(
        'usage.no-such-volume',
        `The service ${service.name} mounts the volume “${mount.name}”, which is not declared.`,
      );
    return { Type: 'volume' as const, Source: source, Target: mount.target, ReadOnly: mount.readOnly };
  });
  const holders = fileHolders(service).map((Target) => ({ Type: 'volume' as const, Source: '', Target }));
  return [...declared, ...holders] as NonNullable<HostConfig['Mounts']>;
}

/**
 * Folders that need a volume of their own so that a file can be copied into them: the engine copies nothing into a
 * read-only root, and a tmpfs hides what was copied before the start. The volume is anonymous, keeps what the image has
 * in that folder, and goes with the container.
 */
export function fileHolders(service: Service): string[] {
  return [...new Set(service.files.flatMap((file) => fileHolder(service, file) ?? []))];
}

/** The folder into which a file has to be copied by itself, or null when the container's root takes it. */
export function fileHolder(service: Service, file: FileToCopy): string | null {
  const within = (folder: string) => file.target === folder || file.target.startsWith(`${folder.replace(/\/$/, '')}/`);
  const volume = service.mounts.some((mount) => mount.type === 'volume' && within(mount.target));
  const hidden = service.mounts.some((mount) => mount.type === 'tmpfs' && within(mount.target));
  if (volume || (!service.readOnly && !hidden)) return null;
  const folder = posix.dirname(posix.normalize(file.target));
  if (folder === '/' || service.mounts.some((mount) => mount.target.replace(/\/$/, '') === folder)) {
    throw fail(
      'usage.file-cannot-be-placed',
      `${service.name}: the file ${file.target} cannot be put into ${folder === '/' ? 'a read-only root' : 'a tmpfs'}.`,
      {
        hint: 'Put it into a folder of its own, such as /run/config/NAME.',
      },
    );
  }
  return folder;
}

function exposedPorts({ service, bindings }: ContainerRequest): Record<string, object> {
  const ports = [
    ...service.expose.map((port) => `${port}/tcp`),
    ...service.ports.map((port) => `${port.container}/${port.protocol}`),
    ...bindings.map((binding) => `${binding.container}/${binding.protocol}`),
  ];
  return Object.fromEntries(ports.map((port) => [port, {}]));
}

function portBindings({ bindings }: ContainerRequest): Record<string, { HostIp: string; HostPort: string }[]> {
  const ports: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const binding of bindings) {
    (ports[`${binding.container}/${binding.protocol}`] ??= []).push({
      HostIp: binding.hostAddress,
      HostPort: String(binding.host),
    });
  }
  return ports;
}

/** Docker counts in nanoseconds and refuses anything between 0, which means its default, and 1 ms. */
function healthConfig(check: Healthcheck): NonNullable<ContainerCreateOptions['Healthcheck']> {
  const nanoseconds = (ms: number) => (ms <= 0 ? 0 : Math.round(Math.max(1, ms) * 1e6));
  return {
    Test: check.test,
    Interval: nanoseconds(check.intervalMs),
    Timeout: nanoseconds(check.timeoutMs),
    StartPeriod: nanoseconds(check.startPeriodMs),
    Retries: check.retries,
  };
}
