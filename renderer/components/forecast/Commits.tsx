/** Commits that a pick needs first, each with its own changes: shown elsewhere, or below its name. */
import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { CommitName } from '../Copyable.tsx';
import { DiffView } from '../diff/DiffView.tsx';
import { Foreign } from '../Foreign.tsx';
import classes from './ConflictPanel.module.css';
import { words } from './words.ts';

interface CommitsProps {
  readonly project: string;
  readonly commits: readonly { readonly commit: string; readonly subject: string }[];
  readonly show: ((commit: string) => void) | undefined;
}

export function Commits({ project, commits, show }: CommitsProps) {
  const [open, setOpen] = useState<string | null>(null);
  const Chevron = (commit: string) => (open === commit ? IconChevronDown : IconChevronRight);
  return (
    <ul className={classes.list}>
      {commits.map(({ commit, subject }) => {
        const Symbol = Chevron(commit);
        return (
          <li key={commit}>
            <div className={classes.commit}>
              <CommitName sha={commit} />
              <Button
                variant="subtle"
                size="compact-sm"
                justify="start"
                px={2}
                title={words.changes}
                {...(show ? {} : { 'aria-expanded': open === commit, leftSection: <Symbol size={14} aria-hidden /> })}
                onClick={() => {
                  if (show) show(commit);
                  else setOpen(open === commit ? null : commit);
                }}
              >
                <Foreign text={subject} line />
              </Button>
            </div>
            {!show && open === commit && (
              <div className={classes.diff}>
                <DiffView project={project} commit={commit} />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
