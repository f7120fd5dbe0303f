/**
 * The keys of the specification that Slipway does not act on. `refused` ones would change what runs, so a file that
 * has them is not deployed; `ignored` ones change nothing that matters here, and a notice says so.
 */
import type { Reading, Values } from './reading.ts';
import { isValues } from './reading.ts';
import type { Path } from '../configuration/document.ts';

interface KeyTable {
  readonly refused: Readonly<Record<string, string>>;
  readonly ignored: Readonly<Record<string, string>>;
}

const isolation = 'an environment is isolated from the host';
const notYet = 'it is not supported yet';
const every = (keys: string, why: string): Record<string, string> =>
  Object.fromEntries(keys.split(' ').map((key) => [key, why]));

export const serviceKeys: KeyTable = {
  refused: {
    ...every(
      'privileged network_mode pid ipc uts userns_mode cgroup cgroup_parent devices device_cgroup_rules cap_add security_opt use_api_socket gpus runtime',
      isolation,
    ),
    ...every('volumes_from links external_links', 'it ties containers together by name: use networks and volumes'),
    ...every(
      'extra_hosts dns dns_opt dns_search mac_address domainname sysctls ulimits group_add storage_opt shm_size isolation credential_spec blkio_config',
      notYet,
    ),
    ...every(
      'cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpuset mem_swappiness memswap_limit oom_kill_disable oom_score_adj',
      notYet,
    ),
    ...every('provider models post_start pre_stop label_file', notYet),
  },
  ignored: {
    container_name: 'containers are named after project, environment, service and revision',
    logging: 'logs stay with the engine, where Slipway reads them',
    platform: 'images are built and run for the platform of the engine',
    pull_policy: 'an image is pulled when it is absent',
    annotations: 'annotations are not set',
    develop: 'nothing is watched or synchronised in an environment',
    attach: 'logs are read from every container',
    stdin_open: 'nobody types into an environment',
  },
};

const nestedKeys: readonly (readonly [Path, KeyTable])[] = [
  [
    ['build'],
    {
      refused: {
        ...every('ssh secrets', 'nothing secret goes into a build'),
        ...every('privileged entitlements network', 'a build is isolated from the host'),
        ...every('additional_contexts shm_size extra_hosts ulimits isolation', notYet),
      },
      ignored: {
        ...every('cache_from cache_to no_cache pull', 'the engine keeps the build cache'),
        ...every('tags labels', 'images are tagged and labelled by their commit'),
        ...every('platforms provenance sbom', 'images are built for the platform of the engine'),
      },
    },
  ],
  [['healthcheck'], { refused: {}, ignored: { start_interval: 'checks go every interval from the start' } }],
  [
    ['deploy'],
    {
      refused: { mode: 'only replicated services are supported' },
      ignored: {
        ...every('update_config rollback_config', 'how a release arrives is the rollout in slipway.yaml'),
        ...every('placement endpoint_mode', 'it is for clusters'),
        labels: 'labels of containers belong under labels',
      },
    },
  ],
  [
    ['deploy', 'resources', 'reservations'],
    {
      refused: { devices: isolation, generic_resources: notYet },
      ignored: { cpus: 'processor time is limited, not reserved' },
    },
  ],
  [
    ['deploy', 'restart_policy'],
    { refused: {}, ignored: every('delay window', 'the engine chooses how long it waits') },
  ],
];

const entryKeys: readonly (readonly [string, KeyTable])[] = [
  ['ports', { refused: {}, ignored: every('mode name app_protocol', 'it does not change which port is published') }],
  [
    'volumes',
    {
      refused: every('bind volume', 'its options are not supported yet'),
      ignored: { consistency: 'it is for other platforms' },
    },
  ],
  [
    'networks',
    {
      refused: every(
        'ipv4_address ipv6_address link_local_ips mac_address driver_opts interface_name',
        "addresses are the engine's: every environment has networks of its own",
      ),
      ignored: every('priority gw_priority', 'networks are joined in the order of the file'),
    },
  ],
  ['depends_on', { refused: {}, ignored: { restart: 'a deployment replaces what changed' } }],
];

export const topKeys: KeyTable = {
  refused: { include: 'put the services into one file, or use extends', models: notYet },
  ignored: { version: 'it is obsolete', name: 'the name of the project is in slipway.yaml' },
};
export const volumeKeys: KeyTable = {
  refused: {
    external: 'every environment has volumes of its own',
    driver_opts: isolation,
    driver: 'only the local driver is supported',
  },
  ignored: { name: 'volumes are named after their environment' },
};
export const networkKeys: KeyTable = {
  refused: {
    external: 'every environment has networks of its own',
    driver: 'only bridge networks are supported',
    ...every('driver_opts enable_ipv4 enable_ipv6', notYet),
    ipam: "addresses are the engine's: every environment has networks of its own",
  },
  ignored: { name: 'networks are named after their environment', attachable: 'it is for clusters' },
};
export const fileSourceKeys: KeyTable = {
  refused: every('driver driver_opts template_driver', notYet),
  ignored: { name: 'it is known by its key here', labels: 'it becomes a file, which has no labels' },
};

/** What asks for nothing beyond the default may stay. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  driver: ['local', 'bridge', 'default'],
  network: ['default'],
  isolation: ['default'],
  pull_policy: ['missing', 'if_not_present'],
  runtime: ['runc'],
  mode: ['replicated', 'ingress'],
};

/** The values without keys that Slipway does not act on and without `x-` extensions; each of them is said. */
export function withoutUnused(reading: Reading, path: Path, values: Values, { refused, ignored }: KeyTable): Values {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    if (key.startsWith('x-')) continue;
    if (Object.hasOwn(refused, key)) {
      if (!asksForNothing(key, value))
        reading.unsupported([...path, key], `"${key}" is not supported: ${refused[key] ?? notYet}`);
    } else if (Object.hasOwn(ignored, key)) {
      if (!asksForNothing(key, value)) reading.notice([...path, key], `"${key}" is ignored: ${ignored[key] ?? ''}`);
    } else kept[key] = value;
  }
  return kept;
}

/** The same for a whole service, with everything inside it. */
export function serviceWithoutUnused(reading: Reading, path: Path, service: Values): Values {
  let kept = withoutUnused(reading, path, service, serviceKeys);
  for (const [inner, table] of nestedKeys)
    kept = within(kept, inner, (values) => withoutUnused(reading, [...path, ...inner], values, table));
  for (const [key, table] of entryKeys) {
    const entries = kept[key];
    const clean = (entry: unknown, at: string | number) =>
      isValues(entry) ? withoutUnused(reading, [...path, key, at], entry, table) : entry;
    if (Array.isArray(entries)) kept = { ...kept, [key]: entries.map(clean) };
    else if (isValues(entries))
      kept = {
        ...kept,
        [key]: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, clean(entry, name)])),
      };
  }
  return kept;
}

function within(values: Values, path: Path, change: (values: Values) => Values): Values {
  const [head, ...rest] = path;
  if (head === undefined) return change(values);
  const inner = values[head];
  return isValues(inner) ? { ...values, [head]: within(inner, rest, change) } : values;
}

function asksForNothing(key: string, value: unknown): boolean {
  if (value === null || value === false || value === '' || value === 'false') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isValues(value)) return Object.keys(value).length === 0;
  return typeof value === 'string' && (harmless[key]?.includes(value) ?? false);
}
