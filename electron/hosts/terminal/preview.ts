/** What a promotion or rollback would do, as `--dry-run` answers it. */
import type { Movement, Preview } from '../../../shared/api/releases.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { exitCodeOf } from '../../../shared/problem.ts';
import { problemText } from './problem-text.ts';
import type { Answer, Session } from './session.ts';
import { clip, inert, type Paint, paintFor } from './text.ts';
import { duration } from './time.ts';
import { planView } from './views.ts';

/** The preview as a verb's answer; a refused one ends with the exit code of its refusal. */
export function previewAnswer(session: Session, preview: Preview): Answer {
  const document = { plan: planView(preview), operation: null, deployment: null };
  return {
    json: preview.refusal ? { problem: preview.refusal, ...document } : document,
    text: previewText(preview, paintFor(session.terminal, 'out')),
    exitCode: preview.refusal ? exitCodeOf(preview.refusal) : 0,
  };
}

/** Everything that a person should know before saying yes. */
export function previewText(preview: Preview, paint: Paint): string {
  const { current, release, environment } = preview;
  const now = current ? `${shortSha(current.release.commit)} (revision ${current.revision})` : 'nothing';
  const parts = [
    `${inert(environment)}: ${now} → ${shortSha(release.commit)} ${clip(inert(release.subject), 70)}\n`,
    movementText('comes', preview.comes),
    movementText('leaves', preview.leaves),
    listText(
      'Configuration',
      preview.configuration.map(({ path, before, after }) => `${path}: ${before ?? '(none)'} → ${after ?? '(none)'}`),
    ),
    listText(
      'Gates',
      preview.gates.map(({ title, open, detail }) => `${open ? '✓' : '✗'} ${title}: ${detail}`),
    ),
    listText(
      'Steps',
      preview.steps.map(({ title }) => title),
    ),
    listText('Rollout', rolloutLines(preview.rollout)),
    listText('Mind', preview.notices),
    preview.expectedMs === null ? '' : `Took ${duration(preview.expectedMs)} before.\n`,
    preview.wayBack ? `Way back: ${inert(preview.wayBack)}\n` : '',
  ];
  return preview.refusal ? problemText(preview.refusal, paint) + parts.join('') : parts.join('');
}

function rolloutLines(rollout: Preview['rollout']): string[] {
  if (!rollout) return [];
  const stops = rollout.stops.map(
    ({ share, holdMs }) => `${String(share)} %${holdMs > 0 ? ` for ${duration(holdMs)}` : ''}`,
  );
  return [`${rollout.strategy}: ${stops.join(', ')}`, ...rollout.checks];
}

function movementText(verb: 'comes' | 'leaves', movement: Movement): string {
  if (movement.count === 0) return '';
  const lines = movement.commits.map(({ sha, subject }) => `${shortSha(sha)} ${clip(subject, 90)}`);
  const hidden = movement.count - movement.commits.length;
  return listText(
    `${movement.count} commit${movement.count === 1 ? '' : 's'} ${movement.count === 1 ? verb : verb.slice(0, -1)}`,
    hidden > 0 ? [...lines, `… and ${hidden} more`] : lines,
  );
}

const listText = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${title}:\n${lines.map((line) => `  ${inert(line)}\n`).join('')}`;
