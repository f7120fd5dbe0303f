/** A run as one page of HTML that needs nothing else: no script, nothing from outside, and everything in it as text. */
import { createHash } from 'node:crypto';
import { shortSha } from '../../../shared/domain/commit.ts';
import { duration } from '../../../shared/domain/duration.ts';
import { lastLines } from '../../../shared/domain/printed.ts';
import type { Run, Stage, TestCase } from '../../../shared/domain/run.ts';
import { coveragePercent, tookMs } from '../../../shared/planning/compare-runs.ts';
import { style } from './style.ts';
import { escaped, shown } from './text.ts';

export interface RunPageFacts {
  readonly run: Run;
  readonly projectName: string;
  readonly now: number;
  /** By the name of the stage: tests that failed, reports that could not be read, and the end of a failed stage's output. */
  readonly details: ReadonlyMap<string, StageDetails>;
}

export interface StageDetails {
  readonly failed: readonly TestCase[];
  readonly unread: readonly string[];
  /** Raw, as a terminal gets it. */
  readonly outputEnd: string;
}

const shownLines = 200;
const shownMessageCharacters = 4000;
const shownTests = 200;

/** The page. Nothing in it is fetched or run, whatever a commit, a test or an output says. */
export function runPage({ run, projectName, now, details }: RunPageFacts): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const title = `${projectName} · ${shortSha(run.commit)} ${run.status}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${head(run, projectName, now)}
${stagesTable(run, now)}
${run.stages.map((stage) => stageSection(stage, details.get(stage.name))).join('\n')}
</main>
<footer>Written by Slipway ${escaped(moment(now))}.</footer>
</body>
</html>
`;
}

function head(run: Run, projectName: string, now: number): string {
  const facts: [string, string][] = [
    ['Commit', `${run.commit} (${run.ref})`],
    ['Author', run.author],
    ['Release', run.release ?? 'none'],
    ['Started', `${moment(run.startedAt)} by ${run.by}${run.why === null ? '' : `: ${run.why}`}`],
    ['Took', `${duration((run.endedAt ?? now) - run.startedAt)}${run.endedAt === null ? ' so far' : ''}`],
    ...(run.retries === null ? [] : [['Tries again', `run ${run.retries}`] as [string, string]]),
    ...(run.problem === null ? [] : [['Problem', run.problem.message] as [string, string]]),
  ];
  return `<p class="quiet">${escaped(projectName)} · run ${escaped(run.id)}</p>
<h1><span class="${run.status}">${words[run.status]}</span>: <bdi>${escaped(run.subject)}</bdi></h1>
<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd><bdi>${escaped(value)}</bdi></dd>`).join('')}</dl>`;
}

const words: Record<Run['status'], string> = {
  running: 'Running',
  passed: 'Passed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  'needs-attention': 'Needs attention',
};

function stagesTable(run: Run, now: number): string {
  const end = Math.max(run.endedAt ?? now, ...run.stages.map(({ endedAt }) => endedAt ?? 0));
  const rows = run.stages.map((stage) => {
    const ms = tookMs(stage);
    const coverage = coveragePercent(stage.coverage);
    return `<tr><td>${escaped(stage.name)}</td><td class="${stage.status}">${stage.status}</td>
<td class="number">${ms === null ? '' : duration(ms)}</td><td>${bar(stage, run.startedAt, end)}</td>
<td>${escaped(testWords(stage))}</td><td class="number">${coverage === null ? '' : `${String(coverage)} %`}</td>
<td><bdi>${escaped(stage.problem?.message ?? stage.environment ?? '')}</bdi></td></tr>`;
  });
  return `<h2>Stages</h2>
<div class="scroll"><table><thead><tr><th>Stage</th><th>Status</th><th>Took</th><th>When</th><th>Tests</th><th>Coverage</th><th></th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** When a stage ran within the run. Numbers only: attributes of a drawing need no style. */
function bar({ status, startedAt, endedAt }: Stage, from: number, to: number): string {
  if (startedAt === null || to <= from) return '';
  const place = (at: number): number => Math.round(((Math.min(at, to) - from) / (to - from)) * 10_000) / 100;
  const x = Math.max(0, place(startedAt));
  const width = Math.max(0.5, place(endedAt ?? to) - x);
  return `<svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true"><rect class="${status}" x="${String(x)}" y="2" width="${String(width)}" height="10"/></svg>`;
}

function testWords({ tests }: Stage): string {
  if (tests === null) return '';
  const parts = [
    `${String(tests.passed)} passed`,
    tests.failed > 0 ? `${String(tests.failed)} failed` : '',
    tests.newlyFailed > 0 ? `${String(tests.newlyFailed)} of them newly` : '',
    tests.skipped > 0 ? `${String(tests.skipped)} skipped` : '',
    tests.flaky > 0 ? `${String(tests.flaky)} flaky` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function stageSection({ name, tests }: Stage, details: StageDetails | undefined): string {
  if (!details) return '';
  const { failed, unread } = details;
  const output = lastLines(shown(details.outputEnd), shownLines);
  const left = Math.max(0, (tests?.failed ?? 0) - shownTests);
  const parts = [
    ...failed.slice(0, shownTests).map(failedTest),
    left === 0 ? '' : `<p>${String(left)} more failed.</p>`,
    unread.length === 0 ? '' : `<h3>Reports that could not be read</h3><pre>${escaped(unread.join('\n'))}</pre>`,
    output.trim() === '' ? '' : `<h3>The end of its output</h3><pre>${escaped(output)}</pre>`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `<h2>${escaped(name)}</h2>\n${parts.join('\n')}`;
}

function failedTest({ suite, name, file, ms, message, newlyFailed, flaky }: TestCase): string {
  const notes = [newlyFailed ? 'newly failing' : '', flaky ? 'flaky' : '', file ?? '', ms === null ? '' : timeOf(ms)];
  const said =
    message !== null && message.length > shownMessageCharacters
      ? `${message.slice(0, shownMessageCharacters)}…`
      : message;
  return `<h3><span class="failed">✗</span> <bdi>${escaped(suite === '' ? name : `${suite} › ${name}`)}</bdi></h3>
<p class="quiet">${escaped(notes.filter(Boolean).join(' · '))}</p>${said === null ? '' : `<pre>${escaped(said)}</pre>`}`;
}

const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** Tests are mostly shorter than a tenth of a second. */
const timeOf = (ms: number): string => (ms < 1000 ? `${String(ms)} ms` : duration(ms));
