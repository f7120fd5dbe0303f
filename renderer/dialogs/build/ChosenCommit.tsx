/** The commit that a ref stands for, so that nobody builds another one than they mean. */
import { Skeleton } from '@mantine/core';
import type { Output } from '../../../shared/api/contract.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import type { Answer } from '../../components/useAnswer.ts';
import { When } from '../../components/When.tsx';
import classes from './ChosenCommit.module.css';

export function ChosenCommit({ answer }: { readonly answer: Answer<Output<'repository.commit'>> }) {
  const { data, problem } = answer;
  if (problem) return <ProblemNotice problem={problem} compact />;
  if (!data) return <Skeleton height={74} />;
  return (
    <div className={classes.commit} data-testid="chosen-commit">
      <div className={classes.subject}>
        <Foreign text={data.commit.subject} />
      </div>
      <div className="quiet">
        <CommitName sha={data.commit.sha} /> <Foreign text={data.commit.author} most={30} />,{' '}
        <When at={data.commit.committedAt} />
      </div>
    </div>
  );
}
