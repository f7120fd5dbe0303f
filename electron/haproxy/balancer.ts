/** A front that HAProxy is: what it shall be like, compared with what it says it is, and only the difference is told. */
import {
  colours,
  isSamePort,
  type BackendCount,
  type Backends,
  type BackendState,
  type Colour,
  type Front,
  type FrontedService,
  type FrontShape,
} from '../../shared/domain/front.ts';
import { noLatencies, type LatencyCounts } from '../../shared/domain/latency.ts';
import { fail } from '../../shared/problem.ts';
import type { Client } from './client.ts';
import {
  emptySlot,
  fillSlot,
  setSlotState,
  setTraffic,
  showAnswers,
  showLatencies,
  showServers,
  showStatistics,
  showTraffic,
  together,
  type Command,
} from './commands.ts';
import { configurationOf, trafficMap } from './configuration.ts';
import { backendsOf, configurationFile, nobody, trafficFile, type NamedBackend } from './names.ts';
import type { Answers, Server, Statistics } from './parse.ts';

/** Puts a file into the container; what is there is replaced as a whole. */
export type WriteFile = (path: string, text: string) => Promise<void>;

/** The front of this shape, spoken to through `client`. What it is told is written down too, so that a restart keeps it. */
export function haproxyFront(shape: FrontShape, client: Client, write: WriteFile): Front {
  const named = backendsOf(shape.services);
  return {
    async place(backends) {
      assertFits(shape, backends);
      const servers = await client.ask(together(named.map(({ name }) => showServers(name))));
      await client.ask(
        together(
          named.flatMap((backend, index) => changes(backend, servers[index] ?? [], hostsFor(backends, backend))),
        ),
      );
      await write(configurationFile, configurationOf(shape, backends));
    },

    async shift(traffic) {
      await client.ask(setTraffic(traffic));
      await write(trafficFile, trafficMap(traffic));
    },

    async drain(colour, host) {
      const own = named.filter((one) => one.colour === colour);
      const servers = await client.ask(together(own.map(({ name }) => showServers(name))));
      await client.ask(
        together(
          own.flatMap(({ name }, index) =>
            (servers[index] ?? [])
              .filter((one) => one.host === host)
              .map(({ slot }) => setSlotState(name, slot, 'drain')),
          ),
        ),
      );
    },

    async state() {
      const traffic = await client.ask(showTraffic);
      const statistics = await client.ask(showStatistics);
      const servers = await client.ask(together(named.map(({ name }) => showServers(name))));
      const rows = (backend: NamedBackend): Statistics[] => statistics.filter((row) => row.backend === backend.name);
      return {
        traffic,
        backends: named.map((backend, index) => stateOf(backend, servers[index] ?? [], rows(backend))),
      };
    },

    async counts() {
      const answers = await client.ask(showAnswers);
      const latencies = await client.ask(showLatencies);
      return named.flatMap((backend) => {
        const row = answers.find((one) => one.backend === backend.name);
        return row ? [countOf(shape, backend, row, latencies)] : [];
      });
    },
  };
}

const hostsFor = (backends: Backends, named: NamedBackend): readonly string[] =>
  backends[named.colour]?.find((backend) => isSamePort(backend, named))?.hosts ?? [];

function assertFits({ slots }: FrontShape, backends: Backends): void {
  const crowded = colours.flatMap((colour) => backends[colour] ?? []).find((backend) => backend.hosts.length > slots);
  if (!crowded) return;
  throw fail(
    'failed.front-full',
    `“${crowded.service}” has ${String(crowded.hosts.length)} containers, and its load balancer takes ${String(slots)}.`,
    { hint: `Ask for ${String(slots)} at most.` },
  );
}

/** What makes the slots hold these containers. Those that have a slot keep it: what they are answering goes on. */
function changes({ name }: NamedBackend, slots: readonly Server[], hosts: readonly string[]): Command<void>[] {
  const taken = slots.filter(isTaken);
  const gone = taken.filter((slot) => !hosts.includes(slot.host ?? ''));
  const kept = taken.filter((slot) => !gone.includes(slot));
  // One that still has the address of who was there before would be asked at it until the new name is found.
  const free = slots
    .filter((slot) => !kept.includes(slot))
    .toSorted((one, other) => Number(one.address !== null) - Number(other.address !== null));
  const coming = hosts.filter((host) => !kept.some((slot) => slot.host === host));
  return [
    ...gone.map(({ slot }) => emptySlot(name, slot)),
    ...kept.filter(({ heldBack }) => heldBack).map(({ slot }) => setSlotState(name, slot, 'ready')),
    ...coming.flatMap((host, index) => {
      const slot = free[index];
      return slot ? [fillSlot(name, slot.slot, host)] : [];
    }),
  ];
}

const isTaken = ({ host }: Server): boolean => host !== null && host !== nobody;

function countOf(
  { services }: FrontShape,
  backend: NamedBackend,
  row: Answers,
  latencies: ReadonlyMap<string, LatencyCounts> | null,
): BackendCount {
  const { service, container, colour, name } = backend;
  const http = services.some((one) => isSamePort(one, backend) && one.mode === 'http');
  return {
    service,
    container,
    colour,
    requests: http ? row.answers : row.connections,
    errors: http ? row.serverErrors : Math.min(row.broken, row.connections),
    // A backend that answered nothing yet has no entry.
    latency: http && latencies ? (latencies.get(name) ?? noLatencies) : null,
  };
}

function stateOf(
  { service, container, colour }: Pick<FrontedService, 'service' | 'container'> & { colour: Colour },
  servers: readonly Server[],
  statistics: readonly Statistics[],
): BackendState {
  const sum = statistics.find((row) => row.slot === 'BACKEND');
  return {
    service,
    container,
    colour,
    open: (sum?.open ?? 0) + (sum?.queued ?? 0),
    slots: servers.filter(isTaken).map((server) => {
      const row = statistics.find((one) => one.slot === server.slot);
      return {
        host: server.host ?? '',
        up: server.address !== null && /^(UP|DRAIN)/.test(row?.status ?? ''),
        heldBack: server.heldBack,
        open: row?.open ?? 0,
        check: row?.check ?? '',
      };
    }),
  };
}
