/** `slipway run`, `retry`: the pipeline for a commit, and once more. */
import { setTimeout as sleep } from 'node:timers/promises';
import { shortSha } from '../../../shared/domain/commit.ts';
import { isOpen, type Operation } from '../../../shared/domain/operation.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { carryOut, type OperationOptions } from './follow.ts';
import { exitCodeOfRun, findRun, runText, runView } from './run-view.ts';
import type { Answer, Session } from './session.ts';
import { inert, paintFor } from './text.ts';
import { type AddVerb, startsOperation, withExamples } from './verb.ts';
import { operationView } from './views.ts';

interface RunOptions extends OperationOptions {
  readonly ref?: string;
  readonly stage?: string[];
}

export const addRun: AddVerb = (program, run) => {
  const verb = program
    .command('run')
    .description('Run the pipeline for a commit: test, build, release, and what follows it; code 1 if it fails.');
  verb
    .option('--ref <ref>', 'branch, tag or commit (default: the main branch)')
    .option('--stage <name>', 'only this stage and what it needs; may be given again', collected)
    .option('--why <text>', 'for the record');
  startsOperation(verb, 'say which commit would be run, and run nothing');
  withExamples(verb, 'run --wait', 'run --ref feature/till --stage test --json');
  verb.action((options: RunOptions) =>
    run((session) => (options.dryRun ? previewRun(session, options) : start(session, options))),
  );
};

const collected = (name: string, before: string[] = []): string[] => [...before, name];

interface RetryOptions extends OperationOptions {
  readonly stage?: string;
}

export const addRetry: AddVerb = (program, run) => {
  const verb = program
    .command('retry')
    .description('Try a run again, or one stage of it with what came before it.')
    .argument('<run>', 'its id, or a unique beginning of it');
  verb.option('--stage <name>', 'only this stage, and those after it').option('--why <text>', 'for the record');
  verb
    .option('--wait', 'wait for the end, with progress on standard error (default in a terminal)')
    .option('--no-wait', 'answer as soon as it has started')
    .option('--events', 'wait, and print its events on standard output');
  withExamples(verb, 'retry 4f1c --wait', 'retry 4f1c --stage test --json');
  verb.action((text: string, options: RetryOptions) => run((session) => retry(session, text, options)));
};

async function start(session: Session, options: RunOptions): Promise<Answer> {
  const { ref, stage: stages, why } = options;
  const project = (await session.project()).id;
  const asked = { ...(ref !== undefined && { ref }), ...(stages && { stages }), ...(why !== undefined && { why }) };
  return carried(session, options, (key) => session.client.call('run.start', { project, key, ...asked }));
}

async function retry(session: Session, text: string, options: RetryOptions): Promise<Answer> {
  const { stage, why } = options;
  const { id, project } = await findRun(session, text);
  const asked = { ...(stage !== undefined && { stage }), ...(why !== undefined && { why }) };
  return carried(session, options, (key) => session.client.call('run.retry', { project, run: id, key, ...asked }));
}

/** Begins a run, stays with it where that is asked for, and answers it with its stages. */
async function carried(
  session: Session,
  options: OperationOptions,
  begin: (key: string) => Promise<{ operation: Operation; run: Run }>,
): Promise<Answer> {
  let run: Run | null = null;
  const { operation, exitCode } = await carryOut(session, options, async (key) => {
    const begun = await begin(key);
    run = begun.run;
    return begun.operation;
  });
  const waited = options.events ?? options.wait ?? session.terminal.outIsTty;
  const now = await ended(session, run ?? (await findRun(session, operation.id)), waited && !isOpen(operation.status));
  const problem = operation.problem ?? now.problem;
  const failedTests = await failedTestsOf(session, now);
  return {
    json: { ...(problem && { problem }), run: runView(now), failedTests, operation: operationView(operation) },
    text: `${runText(now, paintFor(session.terminal, 'out'))}${failedTests.map((name) => `  ✗ ${inert(name)}\n`).join('')}`,
    exitCode: exitCodeOfRun(now) || exitCode,
    events: options.events ?? false,
  };
}

/** More of them than a person reads at once are in the window. */
const namedTests = 20;

/** Names of the tests that failed in a run, as `suite › name`. */
async function failedTestsOf({ client }: Session, { project, id, stages }: Run): Promise<string[]> {
  const asked = { project, run: id, status: 'failed', limit: namedTests } as const;
  const failed = stages.filter(({ tests }) => tests !== null && tests.failed > 0);
  const answers = await Promise.all(failed.map(({ name: stage }) => client.call('run.tests', { ...asked, stage })));
  return answers.flatMap(({ tests }) => tests.map(({ suite, name }) => `${suite} › ${name}`));
}

const pollMs = 500;

/** The run as it is; with `wait` once the deployments that follow it have ended too, or somebody presses Ctrl-C. */
async function ended({ client, terminal }: Session, { project, id }: Run, wait: boolean): Promise<Run> {
  const over = new AbortController();
  const release = terminal.onInterrupt(() => over.abort());
  try {
    for (;;) {
      const { run } = await client.call('run.get', { project, run: id });
      if (!wait || run.status !== 'running' || over.signal.aborted) return run;
      await sleep(pollMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  } finally {
    release();
  }
}

/** The contract has no preview of a run: what it would run for is its commit. */
async function previewRun(session: Session, { ref: asked, stage }: RunOptions): Promise<Answer> {
  const project = (await session.project()).id;
  const ref = asked ?? (await session.client.call('project.status', { project })).main.branch;
  const { commits } = await session.client.call('repository.log', { project, ref, limit: 1 });
  const [commit] = commits;
  const stages = stage === undefined ? 'the pipeline' : stage.map(inert).join(', ');
  return {
    json: {
      plan: commit ? { ref, commit: commit.sha, subject: commit.subject, stages: stage ?? null } : null,
      run: null,
      operation: null,
    },
    text: commit
      ? `Would run ${stages} for ${shortSha(commit.sha)} ${inert(commit.subject)} (${inert(ref)}).\n`
      : `${inert(ref)} has no commit.\n`,
  };
}
