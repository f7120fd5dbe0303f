/**
 * The front: the load balancer that owns an environment's published ports. Its shape changes only by a new container;
 * its traffic changes while it runs, between two requests.
 *
 * Each revision behind it has a colour. There are three, so that what serves, what comes and what is kept warm fit
 * beside each other; one word in a map says which of them gets the traffic, of all services at the same instant.
 */
import { z } from 'zod';
import type { LatencyCounts } from './latency.ts';

export const colours = ['blue', 'green', 'amber'] as const;
export const colourSchema = z.enum(colours);

/** A service behind the front, by the port on which its containers listen. */
export const frontedServiceSchema = z.object({
  service: z.string(),
  container: z.number().int(),
  mode: z.enum(['http', 'tcp']),
  /** Path that the front asks for to see whether a container is well; null looks only whether it takes connections. */
  checkPath: z.string().nullable(),
  /** Whether a client stays with the container that answered it first. */
  sticky: z.boolean(),
});

/** A port on which the front listens, inside its container. */
export const entranceSchema = z.object({
  port: z.number().int(),
  mode: z.enum(['http', 'tcp']),
  /** Whether TLS ends here, with the certificate that the front was given. */
  tls: z.boolean(),
  /** By host name; one without names takes the rest. With TCP there is one route, without names. */
  routes: z.array(z.object({ hosts: z.array(z.string()), service: z.string(), container: z.number().int() })),
});

export const frontShapeSchema = z.object({
  entrances: z.array(entranceSchema),
  services: z.array(frontedServiceSchema),
  /** Where the balancer is driven from: a port on the loopback of its own container, which nobody else reaches. */
  adminPort: z.number().int(),
  /** How many containers each service can have behind each colour. */
  slots: z.number().int(),
  /** Requests with this header, or cookie, go to the canary whatever its share. */
  testers: z.object({ by: z.enum(['header', 'cookie']), name: z.string(), value: z.string() }).nullable(),
});

/** How requests are led to services, beyond what follows from their ports. */
export interface FrontOptions {
  readonly image: string;
  /** Services that speak something else than HTTP. */
  readonly tcp: readonly string[];
  readonly sticky: readonly string[];
  /** Path to ask for, by service. */
  readonly checks: Readonly<Record<string, string>>;
  /** Name of the secret with certificate and key. */
  readonly certificate: string | null;
  /** By what a request asks for the release that is tried. */
  readonly testers: FrontShape['testers'];
}

/** Which colour the requests go to. */
export const trafficSchema = z.object({
  stable: colourSchema,
  /** The colour that is tried; null when there is none. */
  canary: colourSchema.nullable(),
  /** Percent of the requests that go to the canary, 0 to 100. */
  share: z.number().int().min(0).max(100),
});

export type Colour = z.infer<typeof colourSchema>;
export type FrontedService = z.infer<typeof frontedServiceSchema>;
export type Entrance = z.infer<typeof entranceSchema>;
export type FrontShape = z.infer<typeof frontShapeSchema>;
export type Traffic = z.infer<typeof trafficSchema>;

/** The containers behind each colour of each service, by the names under which the network knows them. */
export type Backends = Readonly<Partial<Record<Colour, readonly Backend[]>>>;
export interface Backend {
  readonly service: string;
  readonly container: number;
  readonly hosts: readonly string[];
}

/** What stands behind one port of a service: what a front tells apart by. */
export const isSamePort = (
  one: Pick<FrontedService, 'service' | 'container'>,
  other: Pick<FrontedService, 'service' | 'container'>,
): boolean => one.service === other.service && one.container === other.container;

/** As many containers as one service may have. */
export const mostReplicas = 100;

/** What the front is called among services; no service of a Compose file can have this name. */
export const frontServiceName = ':front';

/** What the front itself says of one service of one colour now. */
export interface BackendState {
  readonly service: string;
  readonly container: number;
  readonly colour: Colour;
  /** Requests and connections that are being answered, or wait. */
  readonly open: number;
  readonly slots: readonly SlotState[];
}
interface SlotState {
  readonly host: string;
  readonly up: boolean;
  /** Whether it is given nothing new because somebody said so: it is drained, in maintenance, or has no weight. */
  readonly heldBack: boolean;
  readonly open: number;
  /** Why it is not up, in the balancer's words. */
  readonly check: string;
}
export interface FrontState {
  readonly traffic: Traffic;
  readonly backends: readonly BackendState[];
}

/** All that the front can be told and asked while it runs. */
export interface Front {
  /**
   * Puts these containers behind their colours, and takes away all others. The front comes back with the same after a
   * restart. Idempotent.
   */
  place(backends: Backends): Promise<void>;
  /** Sends the traffic there, of all services at one instant, and keeps it over a restart of the front. Idempotent. */
  shift(traffic: Traffic): Promise<void>;
  /** Lets one container finish what it has and gives it nothing new, until it is placed again. */
  drain(colour: Colour, host: string): Promise<void>;
  state(): Promise<FrontState>;
  /** What was answered since the front's start; cheap enough to be asked for every second. */
  counts(): Promise<readonly BackendCount[]>;
}

/** What one service of one colour answered since the front's start. */
export interface BackendCount {
  readonly service: string;
  readonly container: number;
  readonly colour: Colour;
  /** Requests that were answered, by whomever; for what is no HTTP, connections. */
  readonly requests: number;
  /** Of them: answers with a 5xx status, also the front's own when nobody answers it; connections that broke. */
  readonly errors: number;
  /** Until an answer began; null for what is no HTTP, and where the front was started by a version that did not count. */
  readonly latency: LatencyCounts | null;
}

/**
 * The name of a container on the network, which no other has: the front finds it there again when its address changes.
 * What a host name cannot hold is spelled out, so that two services never share one.
 */
export function hostOf(service: string, revision: number, replica: number): string {
  const spelled = service.replace(/[^a-z0-9-]/g, (sign) => `_${(sign.codePointAt(0) ?? 0).toString(16)}_`);
  return `${spelled}-r${String(revision)}-${String(replica)}`;
}

/** The longest part that a host name may have. */
export const longestHost = 63;
