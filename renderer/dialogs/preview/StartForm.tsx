/** The one button that does what was shown, or the reason why it is not there. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Preview } from '../../../shared/api/releases.ts';
import { classOf } from '../../../shared/problem.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { releaseName } from '../../screens/home/diagram/words.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { useRun } from '../useRun.ts';
import { words as dialogWords } from '../words.ts';
import classes from './PreviewDialog.module.css';
import { actionLabel, words, type Move } from './words.ts';

interface StartFormProps {
  readonly move: Move;
  readonly preview: Preview;
  /** Asks for the preview anew, when what it showed is no longer so. */
  readonly again: () => void;
  /** The plan takes hotfixes out of where it goes: it starts with a reason only. */
  readonly loses: boolean;
  /** Asks for such a plan. */
  readonly lose: () => void;
}

export function StartForm({ move, preview, again, loses, lose }: StartFormProps) {
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
  const mayLose = !loses && preview.refusal?.code === 'refused.loses-changes';
  const first = useRef<HTMLButtonElement>(null);
  // The dialog opens before there is anything to decide; the focus moves when there is. A hasty Enter changes nothing guarded.
  useEffect(() => first.current?.focus({ preventScroll: true }), []);
  const { showOperation } = useStore.getState();
  const { busy, problem, run } = useRun(
    () => begin(move, preview, { key, why: why.trim(), loses: takesOut, never }),
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
            disabled={!connected || (mustSay && !why.trim())}
            ref={careful ? null : first}
          >
            {actionLabel(move, preview)}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Starts the operation that was previewed, and tells its id. */
async function begin(
  move: Move,
  preview: Preview,
  {
    key,
    why,
    loses,
    never,
  }: { readonly key: string; readonly why: string; readonly loses: boolean; readonly never: boolean },
): Promise<string> {
  const common = {
    project: move.project,
    key,
    ...(preview.plan ? { plan: preview.plan } : {}),
    ...(why ? { why } : {}),
  };
  const { operation } =
    move.kind === 'promotion'
      ? await engine.call('promotion.start', {
          ...common,
          release: move.release,
          to: move.to,
          ...(loses ? { lose: why } : {}),
        })
      : await engine.call('rollback.start', {
          ...common,
          environment: move.environment,
          ...(move.to === undefined ? {} : { to: move.to }),
          ...(never ? { reject: why } : {}),
        });
  const { takeOperations, refreshStatus } = useStore.getState();
  takeOperations([operation]);
  refreshStatus();
  return operation.id;
}
