/** A stage that waits for the verdict of another system, such as a quality gate. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { GateWork } from '../../../shared/domain/run.ts';
import { valueAt } from '../../../shared/planning/gate-verdict.ts';
import { ask } from '../../checks/ask.ts';
import { failed, passed, stageFailure, type Planned, type RunContext, type StageEnd, type StageRun } from './stage.ts';

type GateStage = Planned<GateWork>;

const askTimeoutMs = 15_000;
const longestSaid = 300;

/** Asks until there is a verdict, or the time is over. Every answer that differs from the one before is told. */
export async function runGate({ context, stage, output }: StageRun<GateStage>, signal: AbortSignal): Promise<StageEnd> {
  const { work } = stage;
  const deadline = performance.now() + work.timeoutMs;
  const url = addressOf(context, work.url);
  if (!url)
    return failed(
      stageFailure(stage, 'stage-gate', `has no address to ask: ${work.url}`, 'Mend its `url` in slipway.yaml.')
        .problem,
    );
  const token = work.token === null ? null : await context.contents.secret(work.token);
  let told = '';
  const tell = (text: string): void => {
    if (text !== told) output.append(Buffer.from(`${text}\r\n`));
    told = text;
  };
  tell(`Asking ${url.href}`);
  for (;;) {
    const said = await askOnce(url, token, work.field, Math.min(askTimeoutMs, deadline - performance.now()), signal);
    tell(said.told);
    if (said.value !== null && work.passed.includes(said.value)) return passed();
    if (said.value !== null && work.failed.includes(said.value))
      return failed(
        stageFailure(stage, 'stage-gate', `was told ${said.told}.`, `Look at what ${url.host} says of it.`, {
          verdict: said.value,
        }).problem,
      );
    if (performance.now() + work.everyMs > deadline)
      return failed(
        stageFailure(
          stage,
          'stage-timeout',
          `got no verdict in time: ${said.told}.`,
          'Try it again when the verdict is there, or give it longer by `timeout`.',
        ).problem,
      );
    await sleep(work.everyMs, undefined, { signal });
  }
}

interface Said {
  readonly value: string | null;
  readonly told: string;
}

/** What is no answer yet, be it an error of the other system, is waited out like one that has no verdict. */
async function askOnce(
  url: URL,
  token: string | null,
  field: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Said> {
  const headers = { accept: 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  try {
    const { status, text } = await ask({ url, connection: null, headers, timeoutMs: Math.max(1, timeoutMs), signal });
    if (status < 200 || status > 299) return { value: null, told: `status ${String(status)}` };
    const value = valueAt(text, field);
    return value === undefined
      ? { value: null, told: `an answer without “${field}”` }
      : { value, told: `${field}: ${value.slice(0, longestSaid)}` };
  } catch (thrown) {
    signal.throwIfAborted();
    return { value: null, told: (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, longestSaid) };
  }
}

/** The address with what stands for this run filled in; null where that is none. */
function addressOf({ plan, operation }: RunContext, url: string): URL | null {
  const values = { commit: plan.commit, branch: plan.ref, release: plan.release, run: operation.id };
  return URL.parse(
    url.replace(/\{(commit|branch|release|run)\}/g, (_, name: keyof typeof values) => encodeURIComponent(values[name])),
  );
}
