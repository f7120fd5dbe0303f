/** Commits by name and subject. */
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import classes from './lane.module.css';

interface CommitNamesProps {
  readonly label: string;
  readonly commits: readonly { readonly commit: string; readonly subject: string }[];
}

export function CommitNames({ label, commits }: CommitNamesProps) {
  return (
    <ul className={classes.list} aria-label={label} tabIndex={0}>
      {commits.map(({ commit, subject }) => (
        <li key={commit} className={classes.commit}>
          <CommitName sha={commit} />
          <Foreign text={subject} line />
        </li>
      ))}
    </ul>
  );
}
