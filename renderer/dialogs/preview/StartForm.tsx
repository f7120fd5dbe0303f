/** The one button that does what was shown, or the reason why it is not there. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Preview } from '../../../shared/api/releases.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import { classOf } from '../../../shared/problem.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { releaseName } from '../../screens/home/diagram/words.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { useRun } from '../useRun.ts';
import { words as dialogWords } from '../words.ts';
import type { AlsoChosen } from './AlsoBack.tsx';
import classes from './PreviewDialog.module.css';
import { actionLabel, words, type Move } from './words.ts';

interface StartFormProps {
  readonly move: Move;
  readonly preview: Preview;
  /** What goes back with it. */
  readonly also: AlsoChosen;
  /** Asks for the preview anew, when what it showed is no longer so. */
  readonly again: () => void;
  /** The plan takes hotfixes out of where it goes: it starts with a reason only. */
  readonly loses: boolean;
  /** Asks for such a plan. */
  readonly lose: () => void;
}

export function StartForm({ move, preview, also, again, loses, lose }: StartFormProps) {
  const close = useStore((state) => state.closeDialog);
  const connected = useStore((state) => state.link.phase === 'connected');
  const careful = preview.guarded || preview.refusal !== null;
  // One key for as long as the plan is the same: a click that is sent twice starts one operation.
  const [key] = useState(() => crypto.randomUUID());
  const [why, setWhy] = useState('');
  /** Whether the release that leaves is rejected with it. */
  const [never, setNever] = useState(false);
  const leaving = move.kind === 'rollback' ? (preview.current?.release ?? null) : null;
  // Also where it cannot be told what is lost: then the list is empty, and the reason still needed.
  const takesOut = loses;
  const mustSay = takesOut || never;
  const others = Object.values(also);
  const unready = others.some((one) => one === null || one.refusal !== null);
  const mayLose = !loses && preview.refusal?.code === 'refused.loses-changes';
  const first = useRef<HTMLButtonElement>(null);
  // The dialog opens before there is anything to decide; the focus moves when there is. A hasty Enter changes nothing guarded.
  useEffect(() => first.current?.focus({ preventScroll: true }), []);
  const { showOperation } = useStore.getState();
  const { busy, problem, run } = useRun(
    () =>
      begin(move, preview, { key, why: why.trim(), loses: takesOut, never, also: others.flatMap((one) => one ?? []) }),
    showOperation,
  );
  return (
    <form
      className={classes.foot}
      onSubmit={(event) => {
        event.preventDefault();
        if (!preview.refusal) run();
      }}
    >
      {preview.refusal && <ProblemNotice problem={preview.refusal} />}
      {problem && (
        <ProblemNotice
          problem={problem}
          {...(classOf(problem) === 'conflict' ? { action: { label: words.again, run: again } } : {})}
        />
      )}
      {!preview.refusal && leaving && !leaving.rejected && (
        <Checkbox
          label={words.neverAgain(releaseName(leaving))}
          description={words.neverAgainText}
          styles={{ description: { fontSize: 12 } }}
          checked={never}
          onChange={(event) => setNever(event.currentTarget.checked)}
        />
      )}
      <div className={classes.buttons}>
        {!preview.refusal && (
          <TextInput
            className={classes.why}
            label={never ? words.rejectWhy : takesOut ? words.loseWhy : dialogWords.why}
            required={mustSay}
            maxLength={2000}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
        )}
        {mayLose && (
          <Button variant="default" onClick={lose}>
            {words.loseAnyway(preview.loses.length)}
          </Button>
        )}
        <Button variant="default" onClick={close} ref={careful ? first : null}>
          {preview.refusal ? dialogWords.close : dialogWords.cancel}
        </Button>
        {!preview.refusal && (
          <Button
            type="submit"
            {...(mustSay ? { color: 'red' } : {})}
            loading={busy}
            disabled={!connected || unready || (mustSay && !why.trim())}
            ref={careful ? null : first}
          >
            {actionLabel(move, preview, others.length)}
          </Button>
        )}
      </div>
    </form>
  );
}

interface Decided {
  readonly key: string;
  readonly why: string;
  readonly loses: boolean;
  readonly never: boolean;
  /** Previews of what goes back with it. */
  readonly also: readonly Preview[];
}

/** Starts what was previewed, and tells the id of its operation: of several, the one of the environment that was asked for. */
async function begin(move: Move, preview: Preview, { key, why, loses, never, also }: Decided): Promise<string> {
  const plan = preview.plan ? { plan: preview.plan } : {};
  const common = { project: move.project, key, ...(why ? { why } : {}) };
  const reject = never ? { reject: why } : {};
  const start = async (): Promise<Operation[]> => {
    if (move.kind === 'promotion') {
      const what = { release: move.release, to: move.to, ...(loses ? { lose: why } : {}) };
      return [(await engine.call('promotion.start', { ...common, ...plan, ...what })).operation];
    }
    if (also.length === 0) {
      const what = { environment: move.environment, ...(move.to === undefined ? {} : { to: move.to }), ...reject };
      return [(await engine.call('rollback.start', { ...common, ...plan, ...what })).operation];
    }
    const rollbacks = [preview, ...also].map((one) => ({
      environment: one.environment,
      ...(one.plan ? { plan: one.plan } : {}),
    }));
    return (await engine.call('rollback.startAll', { ...common, rollbacks, ...reject })).operations;
  };
  const operations = await start();
  const { takeOperations, refreshStatus } = useStore.getState();
  takeOperations(operations);
  refreshStatus();
  return (operations.find(({ environment }) => environment === preview.environment) ?? operations[0])?.id ?? '';
}
