/** What services and containers are called inside the balancer. */
import { colours, type Colour, type FrontedService } from '../../shared/domain/front.ts';

export const configurationFile = '/etc/slipway/haproxy.cfg';
export const trafficFile = '/etc/slipway/traffic.map';
/** The certificate with its key, where TLS ends at the front. */
export const certificateFile = '/etc/slipway/front.pem';
/** Cookie of sticky services; its value begins with the colour. */
export const cookieName = 'SLIPWAY';

/**
 * What stands in a slot that nobody has: a name that is never found. One that is, such as a name of the front's own, would
 * give the slot an address, and until the next container's name is found requests would go there.
 */
export const nobody = 'nobody.invalid';

/** The table of how long answers took; no service's backend has this name, for each of theirs has dots. */
export const latencyTable = 'slipway-latency';

type Port = Pick<FrontedService, 'service' | 'container'>;

/** Letters, digits and dashes stay, everything else is spelled out: two services never share a backend. */
export const backendOf = ({ service, container }: Port, colour: Colour): string =>
  `${service.replace(/[^a-zA-Z0-9-]/g, (sign) => `_${(sign.codePointAt(0) ?? 0).toString(16)}_`)}.${String(container)}.${colour}`;

export const slotName = (index: number): string => `s${String(index + 1)}`;

export interface NamedBackend extends Port {
  readonly colour: Colour;
  readonly name: string;
}

/** Every backend of a front. */
export const backendsOf = (services: readonly FrontedService[]): NamedBackend[] =>
  services.flatMap(({ service, container }) =>
    colours.map((colour) => ({ service, container, colour, name: backendOf({ service, container }, colour) })),
  );
