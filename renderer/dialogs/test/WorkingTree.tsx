/** What would be deployed from the working tree: its commit, and the files that differ from it. */
import { Skeleton } from '@mantine/core';
import { shortSha } from '../../../shared/domain/commit.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import classes from './BranchChoice.module.css';
import { words } from './words.ts';

const { create: say } = words;
const most = 100;

export function WorkingTree({ project }: { readonly project: string }) {
  const { data, problem } = useAnswer('workingTree.get', { project });
  if (problem) return <ProblemNotice problem={problem} compact />;
  if (!data) return <Skeleton height={80} />;
  const tree = data.workingTree;
  if (!tree) return <p>{say.noTree}</p>;
  return (
    <div>
      <div>
        {tree.branch !== null && (
          <strong>
            <Foreign text={tree.branch} most={60} />
          </strong>
        )}{' '}
        {tree.commit !== null && <span className="mono">{shortSha(tree.commit)}</span>}
      </div>
      <div>{say.changed(tree.count)}</div>
      {tree.changed.length > 0 && (
        <ul className={classes.files} tabIndex={0} aria-label={say.changed(tree.count)}>
          {tree.changed.slice(0, most).map(({ path, state }) => (
            <li key={path}>
              <span className="mono">
                <Foreign text={path} most={70} />
              </span>{' '}
              <span className="quiet">{state}</span>
            </li>
          ))}
          {tree.count > most && <li className="quiet">{say.more(tree.count - most)}</li>}
        </ul>
      )}
    </div>
  );
}
