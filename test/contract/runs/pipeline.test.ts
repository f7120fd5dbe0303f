/** Runs of a pipeline from a commit to QA, on a real engine. */
import { describe, expect, it } from 'vitest';
import { baseImageName } from '../../fixtures/engine/index.ts';
import { runSetting, statuses } from './setting.ts';

const set = await runSetting({ SLIPWAY_TEST_TOKEN: 'hunter22-secret' });
const stage = (run: string, more = ''): string => `{ run: ${JSON.stringify(run)}, in: "${baseImageName}"${more} }`;

describe('a run', () => {
  it('brings a commit through its stages into QA, and leaves nothing behind', async () => {
    set.commit(
      `lint: ${stage('grep -q one index.html', ', after: []')}
test: ${stage('mkdir -p out && echo made > out/file && busybox ln out/file out/same && printf "\\033[32mgreen\\033[0m $TOKEN $SLIPWAY_STAGE\\n"', ', after: [], artifacts: ., variables: { TOKEN: "secret:SLIPWAY_TEST_TOKEN" }')}
check: ${stage('cat out/same; stat -c %h out/file', ', after: test')}
smoke: ${stage('wget -q -O - http://web:8080/', ', after: build, network: services, services: { web: { image: "service:web", ready: "wget -q -O /dev/null http://127.0.0.1:8080/" } }')}
nightly: ${stage('true', ', branches: nightly/*')}`,
      'one',
    );
    const run = await set.run();
    expect(statuses(run)).toEqual({
      lint: 'passed',
      test: 'passed',
      check: 'passed',
      nightly: 'skipped',
      build: 'passed',
      release: 'passed',
      smoke: 'passed',
      deploy: 'passed',
    });
    expect(run).toMatchObject({ status: 'passed', ref: 'main', subject: 'one', problem: null, retries: null });
    expect(await set.printed(run.id, 'test')).toContain('\x1b[32mgreen\x1b[0m •••••• test\r\n');
    expect(await set.printed(run.id, 'check')).toContain('made\r\n2\r\n');
    expect(await set.printed(run.id, 'smoke')).toContain('one\r\n');
    expect(await set.left()).toEqual([]);
    const status = await set.call<{ environments: { name: string; release: { id: string } | null }[] }>(
      'project.status',
      { project: set.project },
    );
    expect(status.environments.find(({ name }) => name === 'qa')?.release?.id).toBe(run.release);
  });
});
