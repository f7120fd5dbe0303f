/** Settles the conflict of a pick: its files, each from every side, and the one button that is there when nothing is left. */
import { Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { LanePick, LaneStatus } from '../../../../shared/domain/hotfix.ts';
import { problemFrom, type Problem } from '../../../../shared/problem.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { CommitName } from '../../../components/Copyable.tsx';
import { EmptyPlace } from '../../../components/EmptyPlace.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { ProblemNotice } from '../../../components/ProblemNotice.tsx';
import { useAnswer } from '../../../components/useAnswer.ts';
import { modifier } from '../../../frame/shortcuts.ts';
import { useStore } from '../../../state/store.ts';
import { engine } from '../../../transport/engine.ts';
import { inert } from '../../../text/inert.ts';
import classes from './Editor.module.css';
import { FileList } from './FileList.tsx';
import { pathsOf, settlementsOf, whyNot } from './settlements.ts';
import { ThreeWay } from './ThreeWay.tsx';
import { beginningOf, useProgress } from './useProgress.ts';
import { WholeFile } from './WholeFile.tsx';
import { words } from './words.ts';

interface EditorProps {
  readonly lane: LaneStatus;
  readonly pick: string;
  readonly file: string | undefined;
}

export function Editor({ lane, pick: id, file }: EditorProps) {
  const go = useStore((state) => state.go);
  const pick = lane.picks.find((one) => one.id === id);
  const back = () => go({ screen: 'hotfix', project: lane.project, lane: lane.id });
  if (!pick || pick.files.length === 0)
    return (
      <EmptyPlace
        icon={IconCheck}
        title={pick ? words.noConflict : words.gone}
        actions={<Button onClick={back}>{words.back}</Button>}
      />
    );
  return <Settling lane={lane} pick={pick} file={file} back={back} />;
}

export default Editor;

interface SettlingProps {
  readonly lane: LaneStatus;
  readonly pick: LanePick;
  readonly file: string | undefined;
  readonly back: () => void;
}

function Settling({ lane, pick, file, back }: SettlingProps) {
  const { project } = lane;
  const go = useStore((state) => state.go);
  const editLane = useStore((state) => state.editLane);
  const progress = useProgress({ project, lane: lane.id, pick });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const paths = pathsOf(pick.files);
  const open = paths.find((path) => path === file) ?? paths[0] ?? '';
  const reason = whyNot(pick.files, progress.progresses);
  const settle = () => {
    const files = settlementsOf(pick.files, progress.progresses);
    if (!files || busy) return;
    setBusy(true);
    setProblem(null);
    editLane(project, lane.id, (base) => engine.call('hotfix.resolve', { ...base, pick: pick.id, files })).then(
      () => {
        progress.forget();
        back();
      },
      (thrown: unknown) => {
        setProblem(problemFrom(thrown));
        setBusy(false);
      },
    );
  };
  return (
    <div
      className={classes.editor}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          settle();
        }
      }}
    >
      <header className={classes.head}>
        <Button size="xs" variant="default" leftSection={<IconArrowLeft size={15} />} onClick={back}>
          {words.back}
        </Button>
        <h1 className={`one-line ${classes.title}`}>
          <Foreign text={words.title(inert(pick.subject))} line />
        </h1>
        <CommitName sha={pick.source} />
        {reason && (
          <span className="quiet" role="status">
            <Foreign text={reason} most={90} />
          </span>
        )}
        <ActionButton
          size="xs"
          label={words.settleTip}
          keys={`${modifier} Enter`}
          reason={reason}
          loading={busy}
          run={settle}
        >
          {words.settle}
        </ActionButton>
      </header>
      {problem && (
        <div className={classes.problem}>
          <ProblemNotice problem={problem} />
        </div>
      )}
      <div className={classes.body}>
        <FileList
          files={pick.files}
          progresses={progress.progresses}
          open={open}
          choose={(path) =>
            go({ screen: 'hotfix', project, lane: lane.id, pick: pick.id, file: path }, { replace: true })
          }
        />
        <div className={classes.main}>
          <File key={open} lane={lane} pick={pick} path={open} progress={progress} />
        </div>
      </div>
    </div>
  );
}

interface FileProps {
  readonly lane: LaneStatus;
  readonly pick: LanePick;
  readonly path: string;
  readonly progress: ReturnType<typeof useProgress>;
}

function File({ lane, pick, path, progress }: FileProps) {
  const { data, problem } = useAnswer('hotfix.conflict', {
    project: lane.project,
    lane: lane.id,
    pick: pick.id,
    path,
  });
  if (problem && !data)
    return (
      <div className={classes.problem}>
        <ProblemNotice problem={problem} />
      </div>
    );
  if (!data) return <Skeleton height="100%" role="status" aria-label={words.loading} />;
  const state = progress.progresses[path];
  const whole = state?.state === 'settled' && state.settlement.choice !== 'content' ? state.settlement.choice : null;
  const beginning = beginningOf(data, pick);
  if (beginning === null || whole)
    return (
      <WholeFile
        conflict={data}
        chosen={whole}
        choose={(choice) => progress.chosen(path, choice)}
        edit={beginning === null ? null : () => progress.reopen(data)}
      />
    );
  return (
    <ThreeWay
      conflict={data}
      // What was typed in this sitting is newer than the answer's draft.
      initial={() => progress.typedIn(path) ?? beginning}
      edited={(content, left) => progress.edited(path, content, left)}
      takeWhole={(choice) => progress.chosen(path, choice)}
    />
  );
}
