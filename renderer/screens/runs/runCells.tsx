/** The cells of a run's row. */
import type { Run } from '../../../shared/domain/run.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ReleaseLink } from '../../components/ReleaseLink.tsx';
import { RunMark } from '../../components/run/Mark.tsx';
import { failedTests, hasRelease, runMs } from '../../components/run/figures.ts';
import { RunLink } from '../../components/run/RunLink.tsx';
import { StageDots } from '../../components/run/StageDots.tsx';
import { words as runWords } from '../../components/run/words.ts';
import { useNow, useSeconds } from '../../components/useNow.ts';
import { When } from '../../components/When.tsx';
import { duration } from '../../text/time.ts';

export function runCells(run: Run, project: string) {
  const { id, status, subject, commit, ref, stages, release, trigger, by, startedAt } = run;
  return [
    <RunMark key="status" status={status} />,
    <RunLink key="subject" project={project} run={id}>
      {subject}
    </RunLink>,
    <CommitName key="commit" sha={commit} />,
    <Foreign key="ref" text={ref} most={14} />,
    <Dots key="stages" stages={stages} />,
    <Tests key="tests" stages={stages} />,
    release !== null && hasRelease(run) && (
      <ReleaseLink key="release" project={project} release={{ id: release, tag: null, commit }} />
    ),
    <span key="by" className="one-line">
      {trigger === 'person' ? <Foreign text={by} most={12} /> : runWords.trigger[trigger]}
    </span>,
    <When key="when" at={startedAt} />,
    <Took key="took" run={run} />,
  ];
}

function Dots({ stages }: Pick<Run, 'stages'>) {
  return <StageDots stages={stages} now={useNow()} most={6} />;
}

function Tests({ stages }: Pick<Run, 'stages'>) {
  const failed = failedTests(stages);
  if (failed > 0) return <strong style={{ color: 'var(--bad)' }}>{runWords.failed(failed)}</strong>;
  const passed = stages.reduce((sum, { tests }) => sum + (tests?.passed ?? 0), 0);
  return passed > 0 ? <>{runWords.passed(passed)}</> : null;
}

function Took({ run }: { readonly run: Run }) {
  return run.endedAt === null ? <Running run={run} /> : <>{duration(runMs(run, run.endedAt))}</>;
}

const Running = ({ run }: { readonly run: Run }) => <>{duration(runMs(run, useSeconds()))}</>;
