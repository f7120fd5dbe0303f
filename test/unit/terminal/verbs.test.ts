import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../electron/hosts/terminal/program.ts';
import { fail, problemOf } from '../../../shared/problem.ts';
import type { Handlers } from '../../contract/hosts/fake-face.ts';
import { attachedTo, digest, operation, release } from './engine.ts';
import { event, preview, refused } from './preview.ts';
import { slipway } from './slipway.ts';
import { terminalWith } from './terminal.ts';

describe('the verbs', () => {
  it('are those of the design', async () => {
    const { stdout, exitCode } = await slipway('--help');
    expect(exitCode).toBe(0);
    for (const verb of 'init status build run runs retry releases promote rollback rollout scale verify hold history approve reject operations resume abort logs audit serve'.split(
      ' ',
    )) {
      expect(stdout).toMatch(new RegExp(`^  ${verb} `, 'm'));
      const help = await slipway(`${verb} --help`);
      expect(help.exitCode).toBe(0);
      expect(help.stdout).toContain(`$ slipway ${verb}`);
      expect(help.stdout).toContain('--json');
    }
  });

  it.each(['build', 'run', 'promote r1a2b3 --to staging', 'rollback staging', 'scale staging web 2'])(
    'take the options of an operation: %s',
    async (line) => {
      const { stdout } = await slipway(`${line} --help`);
      for (const option of ['--wait', '--no-wait', '--events', '--dry-run']) expect(stdout).toContain(option);
    },
  );
});

describe('wrong use', () => {
  it.each([
    '',
    'nonsense',
    'promote',
    'promote r1a2b3',
    'status --no-such-option',
    'releases --limit many',
    'init --preset huge',
    'history --since yesterday',
    'promote nowhere --to staging',
    'logs x --follow --json',
  ])('ends "%s" with 2', async (line) => {
    expect((await slipway(line)).exitCode).toBe(2);
    const { exitCode, json, stderr } = await slipway(`${line} --json`);
    expect(exitCode).toBe(2);
    expect(json()).toMatchObject({ problem: { code: expect.stringMatching(/^usage\./) as unknown } });
    expect(stderr).toBe('');
  });
});

describe('problems', () => {
  it.each([
    ['usage', 2],
    ['refused', 3],
    ['conflict', 4],
    ['attention', 5],
    ['failed', 1],
  ] as const)('of class %s end with %i', async (name, code) => {
    const handlers: Handlers = {
      'audit.verify': () => {
        throw fail(`${name}.example`, 'It \u001b[2Jhappened.', { hint: 'Do this.' });
      },
    };
    const plain = await slipway('audit', handlers);
    expect(plain).toMatchObject({ exitCode: code, stdout: '', stderr: '✗ It happened.\n  Do this.\n' });
    const { exitCode, json } = await slipway('--json audit', handlers);
    expect(exitCode).toBe(code);
    expect(json()).toMatchObject({ problem: { code: `${name}.example`, hint: 'Do this.' } });
  });

  it('of a history that was edited end --verify with 1', async () => {
    const handlers: Handlers = {
      'audit.verify': () => ({ events: 9, head: 'h', valid: false, brokenAt: 4, integrity: [] }),
    };
    expect((await slipway('audit', handlers)).exitCode).toBe(0);
    expect(await slipway('audit --verify', handlers)).toMatchObject({ exitCode: 1 });
    expect((await slipway('audit --verify --json', handlers)).json()).toMatchObject({
      events: 9,
      head: 'h',
      valid: false,
    });
  });
});

describe('build', () => {
  const done = operation({ kind: 'build', environment: null, revision: null, title: 'Build abcdef0', status: 'done' });

  it('answers its operation at once when nobody waits', async () => {
    const keys: string[] = [];
    const answer = await slipway('build --ref main --json', {
      'release.build': ({ key }: { key: string }) => {
        keys.push(key);
        return { operation: { ...done, status: 'running', release: null }, release: null };
      },
    });
    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({ release: null, operation: { id: 'op-1', status: 'running' } });
    expect(keys).toEqual(['key-number-1']);
  });

  it('waits, and answers the release with its images', async () => {
    const answer = await slipway('build --wait --json', {
      'release.build': () => ({ operation: { ...done, status: 'running', release: null }, release: null }),
      'operation.get': () => ({ operation: done }),
      'release.get': () => ({
        release: release(),
        changes: { count: 0, commits: [], workItems: [] },
        since: null,
        revisions: [],
      }),
    });
    expect(answer.json()).toMatchObject({
      release: { id: 'r1a2b3', images: { web: digest }, createdAt: '2023-11-14T22:13:20.000Z' },
      operation: { status: 'done' },
    });
    expect(answer.stderr).toContain('→ Start the containers');
  });
});

describe('promote', () => {
  const start: Handlers = { 'promotion.start': () => ({ operation: operation() }), 'promotion.preview': () => preview };
  const ending = (status: 'done' | 'failed' | 'aborted' | 'needs-attention'): Handlers => ({
    ...start,
    'operation.get': () => ({
      operation: operation({
        status,
        endedAt: 3000,
        problem:
          status === 'done' ? null : problemOf('failed.exited', 'web exited with code 1.', { hint: 'Read its log.' }),
      }),
    }),
  });

  it.each([
    ['done', 0],
    ['failed', 1],
    ['aborted', 1],
    ['needs-attention', 5],
  ] as const)('that ends %s ends with %i', async (status, code) => {
    const answer = await slipway('promote abcdef0 --to staging --wait --json', ending(status));
    expect(answer.exitCode).toBe(code);
    expect(answer.json()).toMatchObject({
      operation: { id: 'op-1', status },
      deployment: { environment: 'staging', revision: 4, release: 'r1a2b3' },
    });
  });

  it('says why it failed, with the end of its log, inert', async () => {
    const { stderr, stdout } = await slipway('promote v1.0.0 --to staging --wait', ending('failed'));
    expect(stderr).toContain('│ panic: no port\n');
    expect(stderr).toContain('✗ web exited with code 1.\n  Read its log.\n');
    expect(stdout).toBe('Promote abcdef0 to staging: failed (op-1)\n');
  });

  it('with --dry-run shows the plan and starts nothing', async () => {
    const answer = await slipway('promote r1a2 --to staging --dry-run --json', { 'promotion.preview': () => preview });
    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({ plan: { plan: 'hash', to: { release: 'r1a2b3' } }, operation: null });
    const no = await slipway('promote r1a2 --to staging --dry-run --json', { 'promotion.preview': () => refused });
    expect(no.exitCode).toBe(3);
    expect(no.json()).toMatchObject({ problem: { code: 'refused.soak' } });
  });

  it('prints its events as NDJSON, the result last', async () => {
    let asked = 0;
    const { stdout, exitCode } = await slipway(
      'promote r1a2b3 --to staging --events',
      {
        ...ending('done'),
        'events.since': ({ seq }: { seq: number }) => ({
          events: seq < 7 ? [event(5), event(6, 'another'), event(7)] : [],
          head: 4,
          headHash: 'h',
        }),
        'events.follow': async function* ({ after }: { after: number }) {
          asked = after;
          yield* await Promise.resolve([event(5)]);
          await new Promise(() => undefined);
        },
      },
      terminalWith(),
    );
    expect(exitCode).toBe(0);
    expect(asked).toBe(4);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq?: number });
    expect(lines.map(({ seq }) => seq)).toEqual([5, 7, undefined]);
    expect(lines.at(-1)).toMatchObject({ result: { operation: { status: 'done' } } });
  }, 3000);

  it('goes on without the person who pressed Ctrl-C, and says so', async () => {
    const terminal = terminalWith({ outIsTty: true });
    const running = slipway(
      'promote r1a2b3 --to staging',
      {
        ...start,
        'operation.get': () => {
          terminal.interrupt();
          return { operation: operation() };
        },
      },
      terminal,
    );
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('The operation goes on.');
    expect(stderr).toContain('slipway abort op-1');
  });

  it('waits on with the next engine when the first dies, under the same key', async () => {
    const terminal = terminalWith();
    const gone = () => {
      throw fail('failed.engine-gone', 'gone', { retry: true });
    };
    const keys: string[] = [];
    const remember: Handlers = {
      'promotion.start': ({ key }: { key: string }) => {
        keys.push(key);
        return keys.length === 1 ? gone() : { operation: operation() };
      },
    };
    const engines = [
      attachedTo({ ...remember }, Promise.resolve()),
      attachedTo(
        { ...remember, 'operation.get': gone },
        new Promise((resolve) => {
          setTimeout(resolve, 1200);
        }),
      ),
      attachedTo(ending('done')),
    ];
    const exitCode = await runCommandLine(
      'promote r1a2b3 --to staging --wait --json'.split(' '),
      terminal,
      {
        attach: () => Promise.resolve(engines.shift() ?? attachedTo(ending('done'))),
        serve: () => Promise.reject(new Error('not asked')),
      },
      '0.1.0',
    );
    expect(exitCode).toBe(0);
    expect(new Set(keys)).toEqual(new Set(['key-number-1']));
    expect(terminal.stderr()).toContain('The engine was lost.');
    expect(JSON.parse(terminal.stdout())).toMatchObject({ operation: { id: 'op-1', status: 'done' } });
  });
});

describe('the records', () => {
  it('of releases have ISO times and digests, and titles are inert on a terminal', async () => {
    expect((await slipway('releases --json')).json()).toMatchObject({
      releases: [
        { id: 'r1a2b3', images: { web: digest }, createdAt: '2023-11-14T22:13:20.000Z', changes: 3, rejected: null },
      ],
    });
    expect((await slipway('releases')).stdout).toContain('Fix checkout');
  });

  it('of decisions name the release by anything that names it', async () => {
    const approved = await slipway('approve v1.0.0 --to production --json', {
      'release.approve': () => ({ approvals: 2 }),
    });
    expect(approved.json()).toMatchObject({ approval: { release: 'r1a2b3', environment: 'production', approvals: 2 } });
    const rejected = await slipway('reject abcdef --why slow --json', {
      'release.reject': () => ({ rejected: { by: 'a', at: 0, why: 'slow' } }),
    });
    expect(rejected.json()).toMatchObject({
      release: 'r1a2b3',
      rejected: { by: 'a', at: '1970-01-01T00:00:00.000Z', why: 'slow' },
    });
  });

  it('of operations answer a log by a beginning of the id', async () => {
    expect(
      (
        await slipway('logs op- --json', {
          'project.status': () => {
            throw fail('failed.example', 'no status');
          },
        })
      ).exitCode,
    ).toBe(1);
    const handlers: Handlers = {
      'project.open': () => {
        throw fail('usage.not-a-repository', 'Not one.');
      },
    };
    expect((await slipway('logs op- --json', handlers)).json()).toMatchObject({
      lines: [{ source: 's', at: '1970-01-01T00:00:00.001Z' }],
    });
    expect(
      (
        await slipway('abort op- --wait --json', {
          'operation.abort': () => ({ operation: operation({ direction: 'undo' }) }),
          'operation.get': () => ({ operation: operation({ status: 'aborted' }) }),
        })
      ).exitCode,
    ).toBe(0);
  });
});
