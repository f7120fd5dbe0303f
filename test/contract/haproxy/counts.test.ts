/** What a front counts: answers, errors and how long answers took, by colour. */
import { describe, expect, it } from 'vitest';
import { percentileOf } from '../../../shared/domain/latency.ts';
import { ask, behind, frontSetting, untilTrue, untilUp } from './setting.ts';

const set = await frontSetting();

/** Answers at once, after 120 ms, or with an error. */
const answering = [
  'mkdir -p /www/cgi-bin && echo fine > /www/index.html',
  `printf '#!/bin/sh\\nsleep 0.12\\nprintf "Content-Type: text/plain\\\\r\\\\n\\\\r\\\\nslow"\\n' > /www/cgi-bin/slow`,
  `printf '#!/bin/sh\\nprintf "Status: 500 No\\\\r\\\\n\\\\r\\\\nno"\\n' > /www/cgi-bin/wrong`,
  'chmod +x /www/cgi-bin/*',
  'exec httpd -f -p 8080 -h /www',
].join(' && ');

describe('the counts of a front', () => {
  it('tell answers, errors and latency of each colour, and begin anew with the front', async () => {
    await set.web(1, answering);
    const { front, container, port } = await set.start('counts', { backends: behind('blue', 1) });
    await untilUp(front);
    const quick = 12;
    for (let round = 0; round < quick; round += 1) expect((await ask(port)).status).toBe(200);
    for (let round = 0; round < 4; round += 1) expect((await ask(port, { path: '/cgi-bin/slow' })).status).toBe(200);
    for (let round = 0; round < 2; round += 1) expect((await ask(port, { path: '/cgi-bin/wrong' })).status).toBe(500);
    // An answer is counted when it has gone out, which is a moment after it came in.
    await untilTrue(async () => (await front.counts()).some(({ requests }) => requests === 18));
    const counts = await front.counts();
    const blue = counts.find(({ colour }) => colour === 'blue');
    expect(blue).toMatchObject({ requests: 18, errors: 2 });
    expect(blue?.latency?.reduce((sum, count) => sum + count, 0)).toBe(18);
    expect(percentileOf(blue?.latency ?? null, 0.5)).toBeLessThan(50);
    expect(percentileOf(blue?.latency ?? null, 0.95)).toBeGreaterThanOrEqual(100);
    expect(counts.filter(({ colour }) => colour !== 'blue')).toEqual([
      expect.objectContaining({ requests: 0, errors: 0 }),
      expect.objectContaining({ requests: 0, errors: 0 }),
    ]);

    // Nobody is behind it: the front answers itself, with an error that counts.
    await front.shift({ stable: 'green', canary: null, share: 0 });
    expect((await ask(port)).status).toBe(503);
    await untilTrue(async () => {
      const green = (await front.counts()).find(({ colour }) => colour === 'green');
      return green?.requests === 1 && green.errors === 1;
    });

    await set.target.stopContainer(container, 0);
    await set.target.startContainer(container);
    await untilTrue(async () => (await front.counts()).every(({ requests }) => requests === 0));
  });
});
