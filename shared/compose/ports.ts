/** `ports:` and `expose:`. */
import type { Path } from '../configuration/document.ts';
import type { Port } from '../domain/service.ts';
import type { Reading } from './reading.ts';
import type { ComposePort } from './schema.ts';

const shortForm = /^(?:(?:(\[[0-9a-fA-F:]+\]|\d+(?:\.\d+){3}):)?(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/(tcp|udp))?$/;

/** Published ports, from the short or the long form. */
export function readPorts(reading: Reading, path: Path, ports: readonly ComposePort[]): Port[] {
  return ports.flatMap((port, index): Port[] => {
    const at = [...path, index];
    if (typeof port !== 'string')
      return readPort(reading, at, port.target, port.published ?? null, port.host_ip ?? null, port.protocol ?? 'tcp');
    const match = shortForm.exec(port);
    if (!match) {
      reading.wrong(
        at,
        `"${port}" is not a port: write "CONTAINER", "HOST:CONTAINER" or "ADDRESS:HOST:CONTAINER", with /udp where it is`,
      );
      return [];
    }
    return readPort(
      reading,
      at,
      match[3] ?? '',
      match[2] ?? null,
      match[1]?.replace(/[[\]]/g, '') ?? null,
      match[4] ?? 'tcp',
    );
  });
}

function readPort(
  reading: Reading,
  path: Path,
  target: string,
  published: string | null,
  address: string | null,
  protocol: string,
): Port[] {
  if (target.includes('-') || published?.includes('-')) {
    reading.unsupported(path, 'a range of ports is not supported', 'Write one line for each port.');
    return [];
  }
  if (protocol !== 'tcp' && protocol !== 'udp') {
    reading.unsupported(path, `the protocol ${protocol} is not supported: only tcp and udp are`);
    return [];
  }
  const container = portNumber(target);
  // Port 0 asks the engine to choose, which is what saying nothing does here.
  const host = published === null || published === '' || published === '0' ? null : portNumber(published);
  if (container === undefined || host === undefined) {
    reading.wrong(
      path,
      `${container === undefined ? target : (published ?? '')} is not a port; ports go from 1 to 65535`,
    );
    return [];
  }
  return [{ container, protocol, hostAddress: address, host }];
}

/** Ports that are open to the other services only. */
export function readExposed(reading: Reading, path: Path, exposed: readonly string[]): number[] {
  return exposed.flatMap((text, index) => {
    const port = portNumber(text.replace(/\/(tcp|udp)$/, ''));
    if (port !== undefined) return [port];
    if (/^\d+-\d+/.test(text))
      reading.unsupported([...path, index], 'a range of ports is not supported', 'Write one line for each port.');
    else reading.wrong([...path, index], `"${text}" is not a port`);
    return [];
  });
}

function portNumber(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}
