/** `healthcheck:` and the other durations of a service. */
import type { Path } from '../configuration/document.ts';
import type { Healthcheck } from '../domain/service.ts';
import { parseComposeDuration } from './quantities.ts';
import type { Reading } from './reading.ts';
import type { ComposeService } from './schema.ts';

/** The engine's own defaults. */
const engineDefault = { intervalMs: 30_000, timeoutMs: 30_000, retries: 3, startPeriodMs: 0 };

/**
 * The check of a service. `['NONE']` switches off the one that the image may have; null leaves that one to the image.
 */
export function readHealthcheck(
  reading: Reading,
  path: Path,
  declared: NonNullable<ComposeService['healthcheck']>,
): Healthcheck | null {
  const test = typeof declared.test === 'string' ? ['CMD-SHELL', declared.test] : declared.test;
  if (declared.disable === true || test?.[0] === 'NONE') return { test: ['NONE'], ...engineDefault };
  const ms = (key: 'interval' | 'timeout' | 'start_period', otherwise: number) =>
    readDuration(reading, [...path, key], declared[key], otherwise);
  const times = {
    intervalMs: ms('interval', engineDefault.intervalMs),
    timeoutMs: ms('timeout', engineDefault.timeoutMs),
    retries: declared.retries ?? engineDefault.retries,
    startPeriodMs: ms('start_period', engineDefault.startPeriodMs),
  };
  if (test === undefined) {
    reading.unsupported(
      [...path],
      "a healthcheck without a test is not supported: the image's own check cannot be retimed",
      'Write the test here too.',
    );
    return null;
  }
  const [form, ...words] = test;
  if ((form !== 'CMD' && form !== 'CMD-SHELL') || words.length === 0) {
    reading.wrong(
      [...path, 'test'],
      'the test must be a line of text, or a list that begins with CMD, CMD-SHELL or NONE',
    );
    return null;
  }
  return { test, ...times };
}

/** A duration in milliseconds, or `otherwise` when it is not given. */
export function readDuration(reading: Reading, path: Path, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const duration = parseComposeDuration(text);
  if (duration === null) reading.wrong(path, `"${text}" is not a duration such as 30s or 1m30s`);
  return duration ?? otherwise;
}
