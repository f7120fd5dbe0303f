/** Commits that were pushed and of which there is no run: each with its reason, and the way to one by hand. */
import type { WatchedBranch } from '../../../shared/api/watching.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useStore } from '../../state/store.ts';
import classes from './Runs.module.css';
import { words } from './words.ts';

const { watch: say } = words;

/** Commits that are shown; the others are counted. */
const most = 6;

interface UnbegunProps {
  readonly branches: readonly WatchedBranch[];
  readonly project: string;
}

export function Unbegun({ branches, project }: UnbegunProps) {
  const openDialog = useStore((state) => state.openDialog);
  const unbegun = branches.flatMap(({ problem, ...one }) => (problem ? [{ ...one, problem }] : []));
  if (unbegun.length === 0) return null;
  return (
    <ul className={classes.unbegun} aria-label={say.unbegunTitle(unbegun.length)}>
      {unbegun.slice(0, most).map(({ branch, commit, problem }) => (
        <li key={branch}>
          <div className={classes.state}>
            <Foreign text={branch} most={40} />
            <span className="mono">{shortSha(commit)}</span>
            <span className="quiet">{say.unbegun}</span>
          </div>
          <ProblemNotice
            problem={problem}
            compact
            action={{ label: say.runIt, run: () => openDialog({ kind: 'run', project, from: branch }) }}
          />
        </li>
      ))}
      {unbegun.length > most && <li className="quiet">{say.more(unbegun.length - most)}</li>}
    </ul>
  );
}
