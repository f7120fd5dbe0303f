/** The preview: nothing that changes an environment happens without it, and it is the same everywhere. */
import { Modal, Skeleton, Stack } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../components/useAnswer.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useStore } from '../../state/store.ts';
import { AlsoBack, type AlsoChosen } from './AlsoBack.tsx';
import { alsoRuns } from './alsoRuns.ts';
import classes from './PreviewDialog.module.css';
import { PreviewBody } from './PreviewBody.tsx';
import { StartForm } from './StartForm.tsx';
import { words, type Move } from './words.ts';

export function PreviewDialog({ move }: { readonly move: Move }) {
  const close = useStore((state) => state.closeDialog);
  const { project } = move;
  /** Whether it is planned although it takes hotfixes out: asked for here, and never without a reason. */
  const [lose, setLose] = useState(false);
  const promotion = useAnswer(
    'promotion.preview',
    move.kind === 'promotion' ? { project, release: move.release, to: move.to, ...(lose ? { lose } : {}) } : null,
  );
  const rollback = useAnswer(
    'rollback.preview',
    move.kind === 'rollback'
      ? { project, environment: move.environment, ...(move.to === undefined ? {} : { to: move.to }) }
      : null,
  );
  const [also, setAlso] = useState<AlsoChosen>({});
  const known = useStore((state) => state.statuses[project]?.environments);
  // Who goes back to a revision of their choice means this environment.
  const together = move.kind === 'rollback' && move.to === undefined;
  const others = together && known ? alsoRuns(known, move.environment) : [];
  const { data: preview, problem, ask } = move.kind === 'promotion' ? promotion : rollback;
  const title = move.kind === 'promotion' ? words.promotion(move.to) : words.rollback(move.environment);
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={860}
      classNames={{ body: classes.dialog, title: classes.title }}
      data-testid="preview"
    >
      {problem && !preview && <ProblemNotice problem={problem} action={{ label: words.again, run: ask }} />}
      {!preview && !problem && <Loading />}
      {preview && (
        <>
          <PreviewBody preview={preview} project={project} again={ask} />
          <AlsoBack project={project} environments={others} chosen={also} choose={setAlso} />
          <StartForm
            key={preview.plan ?? 'refused'}
            move={move}
            preview={preview}
            also={also}
            again={ask}
            loses={lose}
            lose={() => setLose(true)}
          />
        </>
      )}
    </Modal>
  );
}

function Loading() {
  return (
    <Stack role="status" aria-label={words.loading}>
      {[60, 120, 160].map((height) => (
        <Skeleton key={height} height={height} />
      ))}
    </Stack>
  );
}
