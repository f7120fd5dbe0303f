import { z } from 'zod';
import type { CheckOf } from '../../shared/domain/verification.ts';
import { ask } from './ask.ts';
import { beginning, found, type CheckContext, type CheckKind, type Found } from './check.ts';

type Check = CheckOf<'prometheus'>;

const timeoutMs = 5000;
const sample = z.tuple([z.number(), z.string()]);
const answerSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.discriminatedUnion('resultType', [
      z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: sample })) }),
      z.object({ resultType: z.literal('scalar'), result: sample }),
    ]),
  }),
  z.object({ status: z.literal('error'), error: z.string() }),
]);

/** Asks a Prometheus for a number. One that cannot be asked, or has no number, proves nothing in either direction. */
export const prometheus: CheckKind<'prometheus'> = {
  kind: 'prometheus',
  everyMs: 5000,
  again: true,
  async run(check, context) {
    const { signal } = context;
    const url = new URL(`${check.url.replace(/\/+$/, '')}/api/v1/query`);
    url.searchParams.set('query', check.query);
    try {
      const { text, status } = await ask({ url, connection: null, timeoutMs, signal });
      return [judge(check, context, text, status)];
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      return [found(check, 'unjudged', `Prometheus does not answer: ${beginning(context, why, 200)}.`)];
    }
  },
};

function judge(check: Check, context: CheckContext, text: string, status: number): Found {
  const answer = answerSchema.safeParse(parsed(text));
  if (!answer.success)
    return found(check, 'unjudged', `What answered (${String(status)}) is no Prometheus.`, {
      body: beginning(context, text),
    });
  if (answer.data.status === 'error')
    return found(check, 'unjudged', `Prometheus refused the query: ${beginning(context, answer.data.error, 300)}`);
  const { data } = answer.data;
  const values = (data.resultType === 'scalar' ? [data.result] : data.result.map(({ value }) => value))
    .map(([, value]) => numberOf(value))
    .filter((value) => !Number.isNaN(value));
  if (values.length === 0) return found(check, 'unjudged', 'The query has no value now.');
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const wrong =
    check.max !== null && most > check.max
      ? `${String(shown(most))} is more than ${String(check.max)}.`
      : check.min !== null && least < check.min
        ? `${String(shown(least))} is less than ${String(check.min)}.`
        : null;
  const words =
    values.length === 1
      ? `It is ${String(shown(most))}.`
      : `It is from ${String(shown(least))} to ${String(shown(most))}.`;
  return found(check, wrong === null ? 'passed' : 'failed', wrong ?? words, { values: values.slice(0, 20).map(shown) });
}

/** As Prometheus writes numbers: infinities are values, such as a rate of errors where nothing was well; a blank is none. */
const numberOf = (text: string): number =>
  text.trim() === '' ? NaN : Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));

/** JSON has no infinity. */
const shown = (value: number): number | string => (Number.isFinite(value) ? value : value > 0 ? '+Inf' : '-Inf');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
