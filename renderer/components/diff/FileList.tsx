/** The files of a diff with their counts; a click goes there. */
import { UnstyledButton } from '@mantine/core';
import { count } from '../../text/count.ts';
import { Foreign } from '../Foreign.tsx';
import classes from './DiffView.module.css';
import type { FileDiff } from './rows.ts';
import { words } from './words.ts';

const most = 300;

interface FileListProps {
  readonly files: readonly FileDiff[];
  readonly goTo: (index: number) => void;
}

export function FileList({ files, goTo }: FileListProps) {
  return (
    <ul className={classes.files} aria-label={words.list}>
      {files.slice(0, most).map((file, index) => (
        <li key={`${file.path} ${index}`}>
          <UnstyledButton className={classes.file} onClick={() => goTo(index)}>
            <span className={classes.letter} title={words.status[file.status]} data-status={file.status}>
              {words.letter[file.status]}
            </span>
            <span className={classes.path}>
              <Foreign text={file.path} most={60} />
            </span>
            <span className="mono quiet">{words.counts(file)}</span>
          </UnstyledButton>
        </li>
      ))}
      {files.length > most && <li className="quiet">{words.moreFiles(count(files.length - most, 'file'))}</li>}
    </ul>
  );
}
