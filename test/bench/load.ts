/** Requests from a process of their own, and what came of each. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { percentile } from './measure.ts';

export interface Sample {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly ms: number;
  /** What was answered; null when the request failed. */
  readonly text: string | null;
  readonly failure: string | null;
}

const program = fileURLToPath(new URL('load-process.ts', import.meta.url));

/** Begins to ask at `rate` requests a second; `stop` answers with all of them. */
export function load(port: number, rate: number): { stop(): Promise<Sample[]> } {
  const { child, ended } = begin(port, rate, 0);
  return {
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** Requests a second that an address answers at most, half of them over kept connections, and how long each took. */
export async function capacity(port: number, seconds: number): Promise<{ perSecond: number; p99Ms: number }> {
  const samples = await begin(port, 0, seconds).ended;
  const good = samples.filter(({ failure }) => failure === null);
  return {
    perSecond: good.length / seconds,
    p99Ms: percentile(
      good.map(({ ms }) => ms),
      0.99,
    ),
  };
}

function begin(port: number, rate: number, seconds: number) {
  const args = [program, String(port), String(rate), String(seconds)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<Sample[]>((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve(samplesIn(Buffer.concat(pieces).toString())));
  });
  return { child, ended };
}

const samplesIn = (text: string): Sample[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [startedAt, ms, said = ''] = line.split(' ');
      const failed = said.startsWith('failed:');
      return {
        startedAt: Number(startedAt),
        ms: Number(ms),
        text: failed ? null : said,
        failure: failed ? said.slice('failed:'.length) : null,
      };
    });
