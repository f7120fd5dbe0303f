/** The one place where what an engine says becomes a `Problem`: what happened, why, and what to do next. */
import { readFileSync, statSync } from 'node:fs';
import { fail, ProblemError, type Problem, type ProblemOptions } from '../../shared/problem.ts';
import type { EngineAddress } from './address.ts';

/** What was asked of the engine, in words that finish “Docker could not …”. */
export interface Asked {
  readonly what: string;
  readonly address: EngineAddress;
  /** Whether the engine itself had to ask a registry for it: only then is what it says of connections about one. */
  readonly registry: boolean;
}

interface Rule {
  readonly matches: RegExp;
  readonly code: Problem['code'];
  readonly message?: string;
  readonly hint?: string;
  readonly retry?: boolean;
}

/** First match wins; tried on the engine's text, whatever the status or the stream that it came in. */
const engineRules: readonly Rule[] = [
  {
    matches: /no space left on device|disk quota exceeded/i,
    code: 'failed.disk-full',
    message: 'The disk of the Docker engine is full.',
    hint: 'Make room, for example with “docker builder prune”, then try again.',
  },
  {
    matches: /non-overlapping IPv4 address pool|address pools have been fully subnetted/i,
    code: 'failed.no-address-pool',
    message: 'Docker has no address range left for another network.',
    hint: 'Remove unused networks with “docker network prune”, or add ranges under default-address-pools in daemon.json.',
  },
  {
    matches: /context canceled|server is shutting down|daemon is shutting down|connection reset by peer.*docker\.sock/i,
    code: 'failed.engine-connection-lost',
    hint: 'The engine may be restarting.',
    retry: true,
  },
  {
    matches: /OCI runtime|failed to create (?:shim|task)|exec format error/i,
    code: 'failed.container-start',
    hint: 'Check the command, the entrypoint and the user of the service, and that the image is made for this machine.',
  },
  {
    matches: /no such image|unable to find image|image .* not found|reference does not exist/i,
    code: 'failed.image-missing',
    hint: 'The image is no longer on the engine. Build the release again.',
  },
];

const registryRules: readonly Rule[] = [
  {
    matches: /unauthorized|authentication required|denied: |no basic auth credentials|pull access denied/i,
    code: 'failed.registry-denied',
    hint: 'Log in with “docker login” as the user that runs Slipway, and check the name of the registry.',
  },
  {
    matches: /manifest unknown|manifest for .* not found|name unknown|repository name not known/i,
    code: 'failed.image-missing',
    hint: 'The registry has no such image. Check its name, or build the release again.',
  },
  {
    matches: new RegExp(
      [
        'dial tcp',
        'connection refused',
        'connection reset',
        'broken pipe',
        'i/o timeout',
        'no such host',
        'server misbehaving',
        'TLS handshake timeout',
        'unexpected EOF',
        '\\bEOF\\b',
        'Client\\.Timeout exceeded',
        'received unexpected HTTP status: 5',
        '50[234] (?:Bad Gateway|Service Unavailable|Gateway Time-?out)',
        'blob upload (?:unknown|invalid)',
        'network is unreachable',
        'http2: ',
        'closed network connection',
        'context deadline exceeded',
        'toomanyrequests',
      ].join('|'),
      'i',
    ),
    code: 'failed.registry-unreachable',
    retry: true,
    hint: 'Check that the registry runs and can be reached from the Docker engine. What was transferred is kept.',
  },
];

const takenPort = [
  /Bind for \S*:(\d+) failed: port is already allocated/i,
  /listen (?:tcp|udp)\d? \S*:(\d+): bind: address already in use/i,
  /(?:bind|exposing port|expose port)[^\n]*?:(\d+)[^\n]*(?:already allocated|already in use|is not available)/i,
];

/** Makes a `ProblemError` of anything that a call to the engine threw. Those that are one already pass unchanged. */
export function engineProblem(thrown: unknown, asked: Asked): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  const code = property(thrown, 'code');
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return fail('failed.disk-full', 'The disk is full.', { cause: thrown, hint: 'Make room and try again.' });
  if (typeof code === 'string') {
    const broken = connectionProblem(code, asked.address, thrown);
    if (broken) return broken;
  }
  const status = property(thrown, 'statusCode');
  return saidProblem(textOf(thrown), asked, typeof status === 'number' ? status : null, thrown);
}

/** The problem in what the engine said, as a response with a status or as an `error` line of a stream (`status` null). */
export function saidProblem(text: string, asked: Asked, status: number | null = null, cause?: unknown): ProblemError {
  const said = text.trim().slice(0, 2000);
  const details = { engine: said };
  for (const pattern of takenPort) {
    const port = pattern.exec(said)?.[1];
    if (port) return portTaken(Number(port), { details: { ...details, port: Number(port) }, cause });
  }
  const rule = [...engineRules, ...(asked.registry ? registryRules : [])].find((one) => one.matches.test(said));
  const message = `Docker could not ${asked.what}: ${said || 'it gave no reason'}`;
  if (rule) {
    return fail(rule.code, rule.message ?? message, {
      retry: rule.retry ?? false,
      details,
      cause,
      ...(rule.hint === undefined ? {} : { hint: rule.hint }),
    });
  }
  if (status === 404) return fail('failed.not-found', message, { details, cause });
  if (status === 409) return fail('conflict.engine', message, { details, cause });
  if (status === 503) return fail('failed.engine-connection-lost', message, { details, cause, retry: true });
  return fail('failed.engine', message, { details, cause });
}

/** `failed.engine-timeout`: the engine did not answer in time. */
export function timeoutProblem(asked: Asked, timeoutMs: number): ProblemError {
  return fail(
    'failed.engine-timeout',
    `The Docker engine did not ${asked.what} within ${Math.ceil(timeoutMs / 1000)} s.`,
    {
      retry: true,
      hint: 'See whether the engine is overloaded or stuck: docker info',
      details: { address: asked.address.text },
    },
  );
}

/** `failed.cancelled`. */
export function cancelledProblem(asked: Asked): ProblemError {
  return fail('failed.cancelled', `Cancelled: ${asked.what}.`, { details: { address: asked.address.text } });
}

function portTaken(port: number, options: ProblemOptions): ProblemError {
  return fail('failed.port-taken', `Port ${port} is already in use on the host.`, {
    ...options,
    hint: `Stop what listens on port ${port}, or publish the service on another port.`,
  });
}

function connectionProblem(code: string, address: EngineAddress, cause: unknown): ProblemError | null {
  const details = { address: address.text, error: code };
  switch (code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
    case 'ENOTSOCK':
      return fail('failed.engine-unreachable', `No Docker engine answers at ${address.text}.`, {
        retry: true,
        details,
        cause,
        hint: 'Start Docker, or set DOCKER_HOST (or a target in slipway.yaml) to where it listens.',
      });
    case 'EACCES':
    case 'EPERM':
      return permissionProblem(address, details, cause);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return fail('failed.engine-unreachable', `The Docker engine at ${address.text} cannot be reached.`, {
        retry: true,
        details,
        cause,
        hint: 'Check the address and the network.',
      });
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
    case 'HPE_INVALID_EOF_STATE':
      return fail('failed.engine-connection-lost', `The connection to the Docker engine at ${address.text} was lost.`, {
        retry: true,
        details,
        cause,
        hint: 'The engine may be restarting.',
      });
    default:
      return null;
  }
}

function permissionProblem(address: EngineAddress, details: Record<string, string>, cause: unknown): ProblemError {
  const group = address.kind === 'socket' ? groupOf(address.path) : null;
  return fail('failed.engine-permission', `This user may not use the Docker engine's socket ${address.text}.`, {
    cause,
    details: { ...details, group },
    hint:
      group === null
        ? 'Give this user access to the socket, or use a rootless engine.'
        : `The socket belongs to the group “${group}”: sudo usermod -aG ${group} "$USER", then log in again. Or use a rootless engine.`,
  });
}

function groupOf(path: string): string | null {
  try {
    const gid = String(statSync(path).gid);
    const line = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .map((text) => text.split(':'))
      .find((fields) => fields[2] === gid);
    return line?.[0] ?? `gid ${gid}`;
  } catch {
    return null; // the folder of the socket is closed to us as well, or there are no groups on this system
  }
}

/** The engine's own words. dockerode puts `(HTTP code 404) no such container - ` before them. */
function textOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/^\(HTTP code \d+\) [^-]* - /, '');
}

function property(thrown: unknown, name: string): unknown {
  return typeof thrown === 'object' && thrown !== null ? (thrown as Record<string, unknown>)[name] : undefined;
}

/** The HTTP status that the engine refused with, or null. */
export function statusOf(thrown: unknown): number | null {
  const cause = thrown instanceof ProblemError ? thrown.cause : thrown;
  const status = property(cause, 'statusCode');
  return typeof status === 'number' ? status : null;
}
