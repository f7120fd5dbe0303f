/**
 * Asks an address again and again, in a process of its own so that what it measures is not its neighbour's work:
 * `node load-process.ts PORT RATE SECONDS`. RATE 0 asks as fast as answers come. Prints one line for each request,
 * `startedAt ms text`, when its standard input ends or the seconds are over; a request that failed has its error there.
 */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const [port = 0, rate = 0, seconds = 0] = process.argv.slice(2).map(Number);
const lines: string[] = [];
const kept = new Agent({ keepAlive: true, maxSockets: 32 });
let going = true;
let open = 0;

function ask(agent: Agent | false): Promise<void> {
  const startedAt = performance.timeOrigin + performance.now();
  open += 1;
  return new Promise((resolve) => {
    const done = (text: string): void => {
      open -= 1;
      lines.push(
        `${startedAt.toFixed(2)} ${(performance.timeOrigin + performance.now() - startedAt).toFixed(2)} ${text}`,
      );
      resolve();
    };
    const asked = request({ host: '127.0.0.1', port, agent, timeout: 10_000 }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () =>
        done(response.statusCode === 200 ? text.trim() : `failed:${String(response.statusCode)}`),
      );
      response.on('error', (error) => done(`failed:${error.message.replaceAll(' ', '-')}`));
    });
    asked.on('timeout', () => asked.destroy(new Error('timeout')));
    asked.on('error', (error) => done(`failed:${error.message.replaceAll(' ', '-')}`));
    asked.end();
  });
}

/** Every second request over a connection of its own. */
let turn = 0;
const next = (): Promise<void> => ask((turn += 1) % 2 === 0 ? false : kept);

async function asFastAsPossible(): Promise<void> {
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (going) await next();
    }),
  );
}

async function atRate(): Promise<void> {
  const begin = performance.now();
  let sent = 0;
  while (going) {
    const due = ((performance.now() - begin) / 1000) * rate;
    for (; sent < due; sent += 1) void next();
    await sleep(2);
  }
  while (open > 0) await sleep(5);
}

const stop = (): void => {
  going = false;
};
process.stdin.resume().once('end', stop);
if (seconds > 0) setTimeout(stop, seconds * 1000);
await (rate > 0 ? atRate() : asFastAsPossible());
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit());
