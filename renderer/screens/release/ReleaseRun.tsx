/** The run that made a release, as its stages. */
import { useAnswer } from '../../components/useAnswer.ts';
import { RunMark } from '../../components/run/Mark.tsx';
import { RunLink } from '../../components/run/RunLink.tsx';
import { StageDots } from '../../components/run/StageDots.tsx';
import { useNow } from '../../components/useNow.ts';
import { When } from '../../components/When.tsx';
import { useMoves } from '../../state/useMoves.ts';
import classes from './ReleasePage.module.css';
import { words } from './words.ts';

const most = 3;

export function ReleaseRun({ project, release }: { readonly project: string; readonly release: string }) {
  const { data } = useAnswer('run.list', { project, release, limit: most }, { fresh: useMoves('runs') });
  const now = useNow();
  if (!data || data.runs.length === 0) return null;
  return (
    <section className={classes.section}>
      <h2>{words.pipeline}</h2>
      <ul className={classes.runs}>
        {data.runs.map((run) => (
          <li key={run.id} className={classes.pipeline}>
            <span className={classes.pipelineHead}>
              <RunMark status={run.status} />
              <RunLink project={project} run={run.id}>
                {words.run}
              </RunLink>
              <span className={`quiet ${classes.end}`}>
                <When at={run.startedAt} />
              </span>
            </span>
            <StageDots stages={run.stages} now={run.endedAt ?? now} named />
          </li>
        ))}
      </ul>
    </section>
  );
}
