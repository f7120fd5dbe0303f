/** One row of a diff. */
import { Button, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { inert } from '../../text/inert.ts';
import { Foreign } from '../Foreign.tsx';
import classes from './DiffView.module.css';
import type { DiffRow } from './rows.ts';
import { words } from './words.ts';

interface DiffLineProps {
  readonly row: DiffRow;
  readonly fold: (path: string) => void;
  readonly showWhole: (path: string) => void;
}

const signs = { added: '+', deleted: '\u2212', same: '' };

export function DiffLine({ row, fold, showWhole }: DiffLineProps) {
  if (row.kind === 'file') return <FileHead row={row} fold={fold} />;
  if (row.kind === 'nothing')
    return (
      <div className={classes.nothing}>
        {words.why[row.why]}
        {row.why === 'too-large' && (
          <Button size="compact-xs" variant="default" onClick={() => showWhole(row.file.path)}>
            {words.whole}
          </Button>
        )}
      </div>
    );
  if (row.kind === 'hunk' || row.kind === 'remark')
    return <div className={row.kind === 'hunk' ? classes.hunk : classes.remark}>{inert(row.text)}</div>;
  return (
    <div className={classes.line} data-kind={row.kind}>
      <span className={classes.number}>{row.before}</span>
      <span className={classes.number}>{row.after}</span>
      <span className={classes.sign}>{signs[row.kind]}</span>
      <span className={classes.text}>{inert(row.text)}</span>
    </div>
  );
}

interface FileHeadProps extends Pick<DiffLineProps, 'fold'> {
  readonly row: Extract<DiffRow, { kind: 'file' }>;
}

function FileHead({ row: { file, folded }, fold }: FileHeadProps) {
  const path = inert(file.path);
  return (
    <div className={classes.head}>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={!folded}
        aria-label={folded ? words.unfold(path) : words.fold(path)}
        onClick={() => fold(file.path)}
      >
        {folded ? <IconChevronRight size={15} aria-hidden /> : <IconChevronDown size={15} aria-hidden />}
        <Foreign text={file.path} most={70} />
      </UnstyledButton>
      <span className="quiet">
        {file.from === null ? words.status[file.status] : <Foreign text={words.from(file.from)} most={50} />}
      </span>
      <span className="mono quiet">{words.counts(file)}</span>
    </div>
  );
}
