/** A front that HAProxy is: what it shall be like, compared with what it says it is, and only the difference is told. */
import {
  colours,
  type Backend,
  type Backends,
  type BackendState,
  type Colour,
  type Front,
  type FrontedService,
  type FrontShape,
} from '../../shared/domain/front.ts';
import { fail } from '../../shared/problem.ts';
import type { Client } from './client.ts';
import { emptySlot, fillSlot, setSlotState, setTraffic, showServers, showStatistics, showTraffic } from './commands.ts';
import { configurationOf, trafficMap } from './configuration.ts';
import { backendsOf, configurationFile, nobody, trafficFile, type NamedBackend } from './names.ts';
import type { Server, Statistics } from './parse.ts';

/** Puts a file into the container; what is there is replaced as a whole. */
export type WriteFile = (path: string, text: string) => Promise<void>;

/** The front of this shape, spoken to through `client`. What it is told is written down too, so that a restart keeps it. */
export function haproxyFront(shape: FrontShape, client: Client, write: WriteFile): Front {
  const named = backendsOf(shape.services);
  return {
    async place(backends) {
      assertFits(shape, backends);
      for (const backend of named) await placeIn(client, backend, hostsFor(backends, backend));
      await write(configurationFile, configurationOf(shape, backends));
    },

    async shift(traffic) {
      await client.ask(setTraffic(traffic));
      await write(trafficFile, trafficMap(traffic));
    },

    async drain(colour, host, draining) {
      for (const backend of named.filter((one) => one.colour === colour)) {
        const slot = (await client.ask(showServers(backend.name))).find((one) => one.host === host);
        if (slot) await client.ask(setSlotState(backend.name, slot.slot, draining ? 'drain' : 'ready'));
      }
    },

    async state() {
      const traffic = await client.ask(showTraffic);
      const statistics = await client.ask(showStatistics);
      const backends: BackendState[] = [];
      for (const backend of named) {
        const servers = await client.ask(showServers(backend.name));
        backends.push(
          stateOf(
            backend,
            servers,
            statistics.filter((row) => row.backend === backend.name),
          ),
        );
      }
      return { traffic, backends };
    },
  };
}

const hostsFor = (backends: Backends, { service, container, colour }: NamedBackend): readonly string[] =>
  backends[colour]?.find((backend: Backend) => backend.service === service && backend.container === container)?.hosts ??
  [];

function assertFits({ slots }: FrontShape, backends: Backends): void {
  const crowded = colours.flatMap((colour) => backends[colour] ?? []).find((backend) => backend.hosts.length > slots);
  if (!crowded) return;
  throw fail(
    'failed.front-full',
    `“${crowded.service}” has ${String(crowded.hosts.length)} containers, and its load balancer takes ${String(slots)}.`,
    { hint: 'Deploy again: the load balancer is made anew with enough room.' },
  );
}

/** Containers that have a slot keep it: what they are answering goes on. */
async function placeIn(client: Client, backend: NamedBackend, hosts: readonly string[]): Promise<void> {
  const slots = await client.ask(showServers(backend.name));
  const taken = slots.filter((slot) => isTaken(slot));
  const gone = taken.filter((slot) => !hosts.includes(slot.host ?? ''));
  for (const slot of gone) await client.ask(emptySlot(backend.name, slot.slot));
  const free = slots.filter((slot) => !isTaken(slot) || gone.includes(slot));
  for (const slot of taken.filter((one) => !gone.includes(one) && (one.maintenance || one.draining)))
    await client.ask(setSlotState(backend.name, slot.slot, 'ready'));
  const coming = hosts.filter((host) => !taken.some((slot) => slot.host === host));
  for (const [index, host] of coming.entries()) {
    const slot = free[index];
    if (slot) await client.ask(fillSlot(backend.name, slot.slot, host));
  }
}

const isTaken = ({ host }: Server): boolean => host !== null && host !== nobody;

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
    requests: sum?.requests ?? 0,
    errors: (sum?.serverErrors ?? 0) + (sum?.connectionErrors ?? 0) + (sum?.answerErrors ?? 0),
    meanMs: sum?.meanMs ?? 0,
    slots: servers.filter(isTaken).map((server) => {
      const row = statistics.find((one) => one.slot === server.slot);
      return {
        host: server.host ?? '',
        up: server.address !== null && /^(UP|DRAIN)/.test(row?.status ?? ''),
        draining: server.draining,
        open: row?.open ?? 0,
        check: row?.check ?? '',
      };
    }),
  };
}
