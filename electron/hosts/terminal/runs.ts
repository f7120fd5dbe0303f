/** `slipway runs`: the runs of the pipeline, two of them beside each other, and one as a page. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Output } from '../../../shared/api/contract.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { fail } from '../../../shared/problem.ts';
import { findRun, runsText, runView } from './run-view.ts';
import { type Answer, type Session, startingFolder } from './session.ts';
import { inert, paintFor, table } from './text.ts';
import { duration } from './time.ts';
import { type AddVerb, wholeNumber, withExamples } from './verb.ts';

interface RunsOptions {
  readonly branch?: string;
  readonly status?: Run['status'];
  readonly search?: string;
  readonly limit: number;
}

const statuses = ['running', 'passed', 'failed', 'cancelled', 'needs-attention'] as const satisfies Run['status'][];

export const addRuns: AddVerb = (program, run) => {
  const verb = program.command('runs').description('List the runs of the pipeline, newest first.');
  verb
    .option('--branch <ref>', 'only for this branch')
    .addOption(new Option('--status <status>', 'only those').choices(statuses))
    .option('--search <text>', 'only those whose commit, subject or author has it')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 200), 30);
  withExamples(verb, 'runs --branch main --status failed', 'runs --search login --json');
  verb.action((options: RunsOptions) => run((session) => runs(session, options)));
  addCompare(verb, run);
  addReport(verb, run);
};

const addCompare: AddVerb = (group, run) => {
  const verb = group
    .command('compare')
    .description('Say what changed from one run to another: commits, stages, tests.')
    .argument('<before>', 'a run')
    .argument('<after>', 'a run');
  withExamples(verb, 'runs compare 4f1c 9ab2');
  verb.action((before: string, after: string) => run((session) => compare(session, before, after)));
};

const addReport: AddVerb = (group, run) => {
  const verb = group
    .command('report')
    .description('Write a run as one page of HTML that needs nothing else.')
    .argument('<run>', 'its id, or a unique beginning of it')
    .requiredOption('--out <file>', 'where to; one that exists is replaced');
  withExamples(verb, 'runs report 4f1c --out run.html');
  verb.action((text: string, { out }: { out: string }) => run((session) => report(session, text, out)));
};

async function runs(session: Session, { branch, status, search, limit }: RunsOptions): Promise<Answer> {
  const found = await session.client.call('run.list', {
    project: (await session.project()).id,
    limit,
    ...(branch !== undefined && { ref: branch }),
    ...(status && { status }),
    ...(search !== undefined && { search }),
  });
  const text = runsText(found.runs, session.terminal.now(), paintFor(session.terminal, 'out'));
  return {
    json: { runs: found.runs.map(runView), more: found.more },
    text: found.more ? `${text}There are more: --limit, --branch, --status, --search.\n` : text,
  };
}

async function compare(session: Session, before: string, after: string): Promise<Answer> {
  const [{ id: first }, { id: second, project }] = [await findRun(session, before), await findRun(session, after)];
  const found = await session.client.call('run.compare', { project, run: second, with: first });
  return {
    json: { ...found, before: runView(found.before), after: runView(found.after) },
    text: comparisonText(found),
  };
}

function comparisonText({ before, after, commits, stages, tests }: Output<'run.compare'>): string {
  const took = (ms: number | null): string => (ms === null ? '' : duration(ms));
  const percent = (of: number | null): string => (of === null ? '' : `${of} %`);
  const rows = stages.map(({ name, status, ms, coverage }) => [
    inert(name),
    status.before ?? '',
    status.after ?? '',
    took(ms.before),
    took(ms.after),
    percent(coverage.before),
    percent(coverage.after),
  ]);
  const list = (heading: string, of: readonly string[]): string =>
    of.length === 0 ? '' : `${heading}:\n${of.map((line) => `  ${inert(line)}\n`).join('')}`;
  return [
    `${before.id} ${before.status} (${shortSha(before.commit)}) → ${after.id} ${after.status} (${shortSha(after.commit)})\n`,
    table(['STAGE', 'BEFORE', 'AFTER', 'TOOK', 'TOOK', 'COVERED', 'COVERED'], rows, 'They have no stages.'),
    list('Broken', tests.broken),
    list('Mended', tests.mended),
    list('Slower', tests.slower),
    list(`Commits (${commits.count})`, commits.subjects),
  ].join('');
}

async function report(session: Session, text: string, out: string): Promise<Answer> {
  const { id, project } = await findRun(session, text);
  const { html } = await session.client.call('run.report', { project, run: id });
  const file = resolve(startingFolder(session.terminal), out);
  await writeFile(file, html).catch((error: unknown) => {
    throw fail('failed.not-written', `${file} cannot be written: ${error instanceof Error ? error.message : ''}`, {
      hint: 'Name a file in a folder that exists and that you may write to.',
    });
  });
  return { json: { report: { run: id, file } }, text: `Wrote ${inert(file)}.\n` };
}
