/** What a commit changes: its files with their counts, and their lines as one unified diff of which what is in sight is drawn. */
import { ActionIcon, Select, Skeleton } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { shortSha } from '../../../shared/domain/commit.ts';
import { count } from '../../text/count.ts';
import { KeyTip } from '../KeyTip.tsx';
import { ProblemNotice } from '../ProblemNotice.tsx';
import { DiffLine } from './DiffLine.tsx';
import classes from './DiffView.module.css';
import { FileList } from './FileList.tsx';
import { diffRows, lineMax, nextFile, type DiffRow } from './rows.ts';
import { useDiff } from './useDiff.ts';
import { words } from './words.ts';

export interface DiffViewProps {
  readonly project: string;
  /** A full commit name. */
  readonly commit: string;
  /** For a merge, the parent to compare with, counted from 1. Left out, a person can choose it here. */
  readonly parent?: number | undefined;
}

const heights: Readonly<Record<DiffRow['kind'], number>> = {
  file: 34,
  hunk: 22,
  same: 19,
  added: 19,
  deleted: 19,
  remark: 19,
  nothing: 34,
};
const none: ReadonlySet<string> = new Set();

/** Starts anew with every commit. */
export const DiffView = (props: DiffViewProps) => <Diff key={`${props.project} ${props.commit}`} {...props} />;

function Diff({ project, commit, parent: given }: DiffViewProps) {
  const [chosen, setChosen] = useState(1);
  const parent = given ?? chosen;
  const { diff, problem, showWhole } = useDiff(project, commit, parent);
  const [folded, setFolded] = useState(none);
  const rows = useMemo(() => (diff ? diffRows(diff.files, folded) : []), [diff, folded]);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]?.kind ?? 'same'],
    overscan: 20,
  });
  const goTo = (row: number) => virtual.scrollToIndex(row, { align: 'start' });
  const step = (by: 1 | -1) => {
    const top = scroller.current?.scrollTop ?? 0;
    const at = virtual.getVirtualItemForOffset(top + 1)?.index ?? 0;
    goTo(nextFile(rows, at, by));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== ']' && event.key !== '[') return;
    event.preventDefault();
    event.stopPropagation();
    step(event.key === ']' ? 1 : -1);
  };
  const fold = (path: string) =>
    setFolded((before) =>
      before.has(path) ? new Set([...before].filter((one) => one !== path)) : new Set([...before, path]),
    );

  if (!diff) return problem ? <ProblemNotice problem={problem} compact /> : <Skeleton height={160} />;
  const parents = diff.commit.parents;
  return (
    <section className={classes.diff} aria-label={words.diff} onKeyDown={onKeyDown}>
      <div className={classes.bar}>
        <h2 className={classes.title}>{words.files(count(diff.files.length, 'file'))}</h2>
        {given === undefined && parents.length > 1 && (
          <Select
            size="xs"
            aria-label={words.parent}
            value={String(parent)}
            allowDeselect={false}
            data={parents.map((sha, at) => ({
              value: String(at + 1),
              label: words.parentNumber(at + 1, shortSha(sha)),
            }))}
            onChange={(value) => setChosen(Number(value ?? 1))}
          />
        )}
        <span className={classes.steps}>
          <Step label={words.previous} keys="[" icon={IconChevronUp} run={() => step(-1)} />
          <Step label={words.next} keys="]" icon={IconChevronDown} run={() => step(1)} />
        </span>
      </div>
      {problem && <ProblemNotice problem={problem} compact />}
      {diff.truncated && <div className="quiet">{words.truncated}</div>}
      {diff.files.length === 0 && <div className="quiet">{words.empty}</div>}
      {diff.files.length > 1 && (
        <FileList
          files={diff.files}
          goTo={(file) => goTo(rows.findIndex((row) => row.kind === 'file' && row.index === file))}
        />
      )}
      {rows.length > 0 && (
        <div ref={scroller} className={classes.scroller} tabIndex={0} role="group" aria-label={words.diff}>
          <div className={classes.track} style={{ height: virtual.getTotalSize(), minWidth: `${widest(rows)}ch` }}>
            {virtual.getVirtualItems().map(({ index, start, size }) => {
              const row = rows[index];
              return (
                row && (
                  <div
                    key={index}
                    className={classes.row}
                    style={{ height: size, transform: `translateY(${start}px)` }}
                  >
                    <DiffLine row={row} fold={fold} showWhole={showWhole} />
                  </div>
                )
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}

interface StepProps {
  readonly label: string;
  readonly keys: string;
  readonly icon: typeof IconChevronUp;
  readonly run: () => void;
}

const Step = ({ label, keys, icon: Icon, run }: StepProps) => (
  <KeyTip label={label} keys={keys}>
    <ActionIcon variant="subtle" size="sm" aria-label={label} onClick={run}>
      <Icon size={16} aria-hidden />
    </ActionIcon>
  </KeyTip>
);

/** Characters of the longest line, with the numbers beside it. */
const widest = (rows: readonly DiffRow[]): number =>
  rows.reduce((most, row) => ('text' in row ? Math.max(most, Math.min(row.text.length, lineMax)) : most), 0) + 16;
