import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../../shared/configuration/parse.ts';
import { fitting, verifyPlanOf, wordsOf } from '../../../shared/planning/verification/declared.ts';

const file = (verify: string): string =>
  `slipway: 1\nname: x\nenvironments:\n  production:\n    kind: production\n    verify: ${verify}\n`;
const messages = (verify: string): string[] =>
  parseConfiguration(file(verify), 'slipway.yaml').problems.map(({ message }) => message);

describe('verify of an environment', () => {
  it('says in one line each what is wanted, and carries its defaults', () => {
    const { configuration, problems } = parseConfiguration(
      file(`
      watch: 30s
      checks:
        - http: { service: web, path: /healthz, contains: fine }
        - name: smoke
          command: { service: web, run: "./smoke.sh" }
        - script: { path: test/story.sh, in: node:24 }
        - traffic: { errors: compared, latency: 300ms }
        - prometheus: { url: "http://prometheus:9090", query: up, min: 1 }`),
      'slipway.yaml',
    );
    expect(problems).toEqual([]);
    const plan = verifyPlanOf(configuration?.environments['production']?.verify, 'canary');
    expect(plan).toMatchObject({ watchMs: 30_000, unjudged: 'go-on' });
    expect(plan?.checks.map(({ name }) => name)).toEqual(['web/healthz', 'smoke', 'test/story.sh', 'traffic', 'up']);
    expect(plan?.checks.map(wordsOf)).toEqual([
      'web answers /healthz with 2xx within 5 s, with “fine”',
      '“./smoke.sh” succeeds in web within 30 s',
      'test/story.sh succeeds in node:24 within 120 s',
      'no more errors than what serves beside it; 95 % answered within 300 ms',
      'up ≥ 1',
    ]);
  });

  it('watches the errors of a canary of which nothing is declared, and nothing else', () => {
    expect(verifyPlanOf(undefined, 'canary')?.checks.map(wordsOf)).toEqual([
      'no more errors than what serves beside it',
    ]);
    expect(verifyPlanOf(undefined, 'blue-green')).toBeNull();
  });

  it('compares with nothing where all traffic goes over at once', () => {
    const plan = verifyPlanOf(
      {
        checks: [
          { traffic: { errors: 'compared', latency: '300ms', requests: 5 } },
          { traffic: { errors: 'compared', requests: 5 } },
        ],
      },
      'blue-green',
    );
    expect(fitting(plan ?? undefined, true).verify?.checks).toHaveLength(2);
    expect(fitting(plan ?? undefined, false).verify?.checks.map(wordsOf)).toEqual(['95 % answered within 300 ms']);
    expect(fitting(verifyPlanOf(undefined, 'canary') ?? undefined, false)).toEqual({});
  });

  it.each([
    ['{ checks: [ { htp: { service: web } } ] }', 'unknown key "htp"'],
    ['{ checks: [ { http: { service: web, pth: / } } ] }', 'unknown key "pth"'],
    ['{ checks: [ { http: { service: web, path: healthz } } ] }', 'a path such as /healthz'],
    ['{ checks: [ { script: { path: ../outside.sh, in: node:24 } } ] }', 'a path inside the repository'],
    ['{ checks: [ { traffic: { errors: 101 } } ] }', 'must be at most 100'],
    ['{ checks: [ { prometheus: { url: "ftp://x", query: up, max: 1 } } ] }', 'an address such as http://'],
    ['{ checks: [ { prometheus: { url: "http://me:secret@x", query: up, max: 1 } } ] }', 'without a password'],
    ['{ checks: [ { prometheus: { url: "http://x", query: up } } ] }', 'a query needs max or min'],
    ['{ checks: [], every: often }', 'a duration such as'],
  ])('%s is refused in words', (verify, words) => {
    expect(messages(verify).join('\n')).toContain(words);
  });
});
