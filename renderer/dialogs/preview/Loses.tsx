/** The hotfixes that a promotion would take out again, by name. */
import { IconUnlink } from '@tabler/icons-react';
import type { Preview } from '../../../shared/api/releases.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import classes from './PreviewDialog.module.css';
import { words } from './words.ts';

export function Loses({ preview: { loses, environment } }: { readonly preview: Preview }) {
  if (loses.length === 0) return null;
  return (
    <section className={classes.loses} aria-label={words.loses(loses.length, environment)} data-testid="loses">
      <IconUnlink size={18} aria-hidden />
      <div>
        <h3>{words.loses(loses.length, environment)}</h3>
        <div>{words.losesText}</div>
        <ul className={classes.list} tabIndex={0} aria-label={words.losesText}>
          {loses.map(({ change, subject }) => (
            <li key={change} className={classes.commit}>
              <CommitName sha={change} />
              <Foreign text={subject} line />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
