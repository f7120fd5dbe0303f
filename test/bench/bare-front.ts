/**
 * A load balancer and the containers behind it, driven by hand: what a careful script does to go back to another
 * version without losing a request. Create and start, health by the command every 50 ms, into the balancer, wait until
 * it is up there, drain the other one, wait until it is idle, three looks in a row, stop, remove.
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { docker } from './commands.ts';
import { healthCommand } from './running-engine.ts';

const pollMs = 50;
const adminPort = 9999;
const tries = 600;

/** `backends` are lines of the section that requests go to. */
export const frontConfiguration = (backend: readonly string[]): string =>
  [
    'global',
    `  stats socket ipv4@0.0.0.0:${String(adminPort)} level admin`,
    'defaults',
    '  mode http',
    '  timeout connect 2s',
    '  timeout client 1m',
    '  timeout server 1m',
    '  timeout check 1s',
    '  retries 3',
    '  option redispatch 1',
    'resolvers engine',
    '  nameserver engine 127.0.0.11:53',
    '  hold valid 500ms',
    '  hold nx 500ms',
    '  timeout resolve 500ms',
    'frontend in',
    '  bind :8080',
    '  default_backend be',
    'backend be',
    '  option httpchk',
    '  retry-on conn-failure empty-response',
    ...backend.map((line) => `  ${line}`),
    '',
  ].join('\n');

/** Starts a balancer with that configuration; `ports` are those of the host for requests and for commands. */
export async function startFront(
  name: string,
  image: string,
  network: string,
  configuration: string,
  ports: { readonly requests: number; readonly admin: number },
): Promise<void> {
  const start = 'printf %s "$CONFIGURATION" > /made/haproxy.cfg && exec haproxy -db -f /made/haproxy.cfg';
  await docker(
    ...['run', '-d', '--init', '--name', name, '--network', network, '--tmpfs', '/made:mode=1777'],
    ...['-e', `CONFIGURATION=${configuration}`],
    ...[
      '-p',
      `127.0.0.1:${String(ports.requests)}:8080`,
      '-p',
      `127.0.0.1:${String(ports.admin)}:${String(adminPort)}`,
    ],
    ...[image, 'sh', '-c', start],
  );
}

/** One command of the runtime API on a connection of its own; answers what was said. */
function tell(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\n`));
    socket.on('data', (piece: Buffer) => (said += piece.toString()));
    socket.on('end', () => resolve(said)).on('error', reject);
  });
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < tries; round += 1) {
    if (await holds()) return;
    await sleep(pollMs);
  }
  throw new Error(`Never: ${what}.`);
}

/** What `show stat` says of a server: its state, and how many requests it has open. */
async function serverOf(port: number, server: string): Promise<{ status: string; open: number }> {
  const row = (await tell(port, 'show stat'))
    .split('\n')
    .map((line) => line.split(','))
    .find(([backend, name]) => backend === 'be' && name === server);
  return { status: row?.[17] ?? '', open: Number(row?.[4] ?? 0) };
}

const healthy = (name: string): Promise<boolean> =>
  docker('exec', name, ...healthCommand).then(
    () => true,
    () => false,
  );

/** Replaces what runs in slot `from` by a container of `image` in slot `to`. Containers are named `<prefix>-<slot>`. */
export async function replaceByHand(
  admin: number,
  network: string,
  prefix: string,
  image: string,
  from: string | null,
  to: string,
): Promise<void> {
  const next = `${prefix}-${to}`;
  // As the first process of a container a program may ignore being asked to end.
  await docker('create', '--init', '--name', next, '--network', network, image);
  await docker('start', next);
  await until(`${next} is healthy`, () => healthy(next));
  const address = (
    await docker('inspect', '-f', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', next)
  ).trim();
  await tell(admin, `set server be/${to} addr ${address} port 8080; set server be/${to} state ready`);
  await until(`${to} is up`, async () => (await serverOf(admin, to)).status === 'UP');
  if (from === null) return;
  const previous = `${prefix}-${from}`;
  await tell(admin, `set server be/${from} state drain`);
  await until(`${from} is idle`, async () => (await serverOf(admin, from)).open === 0);
  await tell(admin, `set server be/${from} state maint`);
  for (let pass = 0; pass < 3; pass += 1) await until(`${next} stays healthy`, () => healthy(next));
  await docker('stop', previous);
  await docker('rm', '-v', previous);
}
