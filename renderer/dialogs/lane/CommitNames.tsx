/** Commits by name and subject. */
import type { ReactNode } from 'react';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import classes from './lane.module.css';

interface CommitNamesProps {
  readonly label: string;
  readonly commits: readonly { readonly commit: string; readonly subject: string }[];
  /** Before each name: what picking it would do. */
  readonly mark?: (index: number) => ReactNode;
}

export function CommitNames({ label, commits, mark }: CommitNamesProps) {
  return (
    <ul className={classes.list} aria-label={label} tabIndex={0}>
      {commits.map(({ commit, subject }, index) => (
        <li key={commit} className={classes.commit} data-marked={mark ? true : undefined}>
          {mark?.(index)}
          <CommitName sha={commit} />
          <Foreign text={subject} line />
        </li>
      ))}
    </ul>
  );
}
