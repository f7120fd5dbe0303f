/** The checks of an environment run alone, against answers that are well, wrong and hostile. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult, Verification } from '../../../shared/domain/rollout.ts';
import { serverCommand } from '../../bench/running-engine.ts';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { untilTrue } from '../haproxy/setting.ts';
import { rolloutSetting } from './setting.ts';

const set = await rolloutSetting();
const cgi = (body: string): string => `#!/bin/sh\n${body}\n`;
const release = await set.release('well', {
  'cgi/drip': cgi(`printf 'Content-Type: text/plain\\r\\n\\r\\n'; while true; do printf x; sleep 0.2; done`),
  'cgi/huge': cgi(`printf 'Content-Type: text/plain\\r\\n\\r\\n'; yes xxxxxxxxxxxxxxxx | head -c 9000000`),
  'cgi/round': cgi(`printf 'Status: 302 Found\\r\\nLocation: /cgi-bin/round\\r\\n\\r\\n'`),
  'cgi/upgrade': cgi(
    `printf 'Status: 101 Switching Protocols\\r\\nConnection: Upgrade\\r\\nUpgrade: x\\r\\n\\r\\n'; sleep 60`,
  ),
  'cgi/markup': cgi(`printf 'Content-Type: text/html\\r\\n\\r\\n<script>alert(1)</script>'`),
  'checks/well.sh': `test -f checks/well.sh && echo "revision $SLIPWAY_REVISION" && wget -q -O - http://web:8080/`,
  'checks/wrong.sh': 'echo "something is wrong" >&2; exit 3',
  'checks/endless.sh': 'while true; do sleep 1; done',
  Dockerfile: `FROM ${baseImageName}\nCOPY index.html /www/index.html\nCOPY cgi /www/cgi-bin\nRUN chmod +x /www/cgi-bin/*\nEXPOSE 8080\nCMD ${JSON.stringify(serverCommand)}\n`,
});

let prometheus: Server;
let address = '';
beforeAll(async () => {
  prometheus = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams.get('query');
    const value = query === 'none' ? [] : [{ metric: {}, value: [0, query] }];
    response.end(
      query === 'no' ? 'no' : JSON.stringify({ status: 'success', data: { resultType: 'vector', result: value } }),
    );
  });
  await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${String((prometheus.address() as AddressInfo).port)}`;
  await set.declare('{ strategy: blue-green, warm: 0s }');
  expect(await set.promote(release)).toMatchObject({ status: 'done' });
});
afterAll(() => prometheus.close());

const environment = 'production';
async function verify(checks: string, more = ''): Promise<Record<string, CheckResult>> {
  await set.declare(`{ strategy: blue-green, warm: 0s }, verify: { checks: [ ${checks} ]${more} }`);
  const { verification } = await set.engine.call<{ verification: Verification }>('verification.run', {
    project: set.project,
    environment,
  });
  return Object.fromEntries(verification.checks.map((result) => [result.check, result]));
}

const list = () =>
  set.engine.call<{ declared: string[]; verifications: Verification[] }>('verification.list', {
    project: set.project,
    environment,
    limit: 100,
  });

describe('checks that run alone', () => {
  it('ask, run and look at what they are told to', async () => {
    const found = await verify(
      `{ http: { service: web, contains: well } }, { name: absent, http: { service: web, path: /none } },
       { name: command, command: { service: web, run: "cat /www/index.html" } }, { name: fails, command: { service: web, run: "echo oh; false" } },
       { name: script, script: { path: checks/well.sh, in: "${baseImageName}" } }, { name: wrong, script: { path: checks/wrong.sh, in: "${baseImageName}" } },
       { name: few, traffic: { errors: 1, requests: 5000 } },
       { name: low, prometheus: { url: "${address}", query: "0.5", max: 1 } }, { name: high, prometheus: { url: "${address}", query: "2", max: 1 } },
       { name: infinite, prometheus: { url: "${address}", query: "+Inf", max: 1 } }, { name: blank, prometheus: { url: "${address}", query: " ", max: 1 } },
       { name: none, prometheus: { url: "${address}", query: none, max: 1 } }, { name: "no", prometheus: { url: "${address}", query: "no", max: 1 } },
       { name: nobody, prometheus: { url: "http://127.0.0.1:9", query: up, max: 1 } }`,
    );
    expect(Object.fromEntries(Object.entries(found).map(([name, { verdict }]) => [name, verdict]))).toEqual({
      'web/': 'passed',
      absent: 'failed',
      command: 'passed',
      fails: 'failed',
      script: 'passed',
      wrong: 'failed',
      'few: errors': 'unjudged',
      low: 'passed',
      high: 'failed',
      infinite: 'failed',
      blank: 'unjudged',
      none: 'unjudged',
      no: 'unjudged',
      nobody: 'unjudged',
    });
    expect(found['absent']?.detail).toBe('/none answered 404, and 2xx is wanted.');
    expect(found['script']?.evidence['output']).toBe('revision 1\nwell');
    expect(found['wrong']).toMatchObject({ evidence: { code: 3, output: 'something is wrong' } });
    expect(found['high']?.detail).toBe('2 is more than 1.');
    expect(found['infinite']).toMatchObject({ detail: '+Inf is more than 1.', evidence: { values: ['+Inf'] } });
    // The containers of scripts are gone.
    expect((await set.containers())['check']).toBeUndefined();
  });

  it('end in time, and with a bounded answer, whatever answers', async () => {
    const http = (path: string, more = ''): string =>
      `{ name: ${path}, http: { service: web, path: /cgi-bin/${path}, within: 3s${more} } }`;
    const startedAt = Date.now();
    const found = await verify(
      `${http('drip')}, ${http('huge', ', contains: nothing')}, ${http('round')}, ${http('markup')}, ${http('upgrade')},
       { name: port, http: { service: web, port: 9, within: 2s } }, { name: who, http: { service: nobody } },
       { name: endless, script: { path: checks/endless.sh, in: "${baseImageName}", timeout: 1s } },
       { name: imageless, script: { path: checks/well.sh, in: "slipway-test/no-such-image:1" } }`,
    );
    expect(Date.now() - startedAt).toBeLessThan(30_000);
    expect(found['drip']).toMatchObject({
      verdict: 'failed',
      detail: '/cgi-bin/drip: no whole answer within 3000 ms.',
    });
    expect(found['huge']).toMatchObject({ verdict: 'failed', evidence: { cut: 'only the first 1 MB was read' } });
    expect(JSON.stringify(found['huge']).length).toBeLessThan(4000);
    expect(found['round']).toMatchObject({ verdict: 'failed', evidence: { status: 302, location: '/cgi-bin/round' } });
    expect(found['markup']).toMatchObject({ verdict: 'passed', evidence: { body: '<script>alert(1)</script>' } });
    expect(found['upgrade']).toMatchObject({ verdict: 'failed', evidence: { status: 101 } });
    expect(found['port']?.verdict).toBe('failed');
    expect(found['who']?.detail).toBe('No container of “nobody” runs in this revision.');
    expect(found['endless']?.detail).toBe('checks/endless.sh did not end within 1 s.');
    expect(found['imageless']?.detail).toContain('The image slipway-test/no-such-image:1 cannot be had');
  });

  it('run by themselves on schedule, and each run is kept with its event', async () => {
    await set.declare(
      '{ strategy: blue-green, warm: 0s }, verify: { every: 5s, checks: [ { http: { service: web } } ] }',
    );
    const before = (await list()).verifications.length;
    await untilTrue(async () => (await list()).verifications.length > before);
    const { declared, verifications } = await list();
    expect(declared).toEqual(['web answers / with 2xx within 5 s', 'by themselves every 5 s']);
    expect(verifications[0]).toMatchObject({ cause: 'schedule', by: 'slipway', verdict: 'passed', revision: 1 });
  });

  it('record no failure of a revision that a deployment replaces meanwhile', async () => {
    await set.declare(
      '{ strategy: blue-green, warm: 0s }, verify: { checks: [ { command: { service: web, run: "sleep 4; false" } } ] }',
    );
    const failures = async () => (await list()).verifications.filter(({ verdict }) => verdict === 'failed').length;
    const before = await failures();
    const asked = set.engine.call('verification.run', { project: set.project, environment });
    const refused = expect(asked).rejects.toThrow('A deployment began while production was being verified.');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { id } = await set.begin('environment.scale', { environment, service: 'web', replicas: 2 });
    await refused;
    expect(await failures()).toBe(before);
    expect(await set.settled(id)).toMatchObject({ status: 'done' });
  });

  it('are refused where there are none', async () => {
    await set.declare('{ strategy: blue-green, warm: 0s }');
    await expect(set.engine.call('verification.run', { project: set.project, environment })).rejects.toThrow(
      'declares no check',
    );
  });
});
