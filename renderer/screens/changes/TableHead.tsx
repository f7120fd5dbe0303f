/** The columns of the matrix and their titles: the change, then every place with the commit that it is at. */
import { VisuallyHidden } from '@mantine/core';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Place } from '../../../shared/domain/change.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { inert } from '../../text/inert.ts';
import classes from './ChangeTable.module.css';
import { words } from './words.ts';

/** Widths in pixels. */
const widths = { forecast: 30, commit: 98, subject: 200, author: 120, items: 114, when: 118, place: 92, padding: 32 };
const placeBeside = 84;

/** CSS grid columns of head and rows, and their width at least. */
export function columnsFor(places: number, compact: boolean) {
  const { forecast, commit, subject, author, items, when, padding } = widths;
  const place = compact ? placeBeside : widths.place;
  const facts = compact ? [] : [author, items, when];
  const template = [
    `${forecast}px ${commit}px minmax(${subject}px, 1fr)`,
    ...facts.map((width) => `${width}px`),
    ...(places > 0 ? [`repeat(${places}, ${place}px)`] : []),
  ].join(' ');
  const fixed = facts.reduce((sum, width) => sum + width, forecast + commit + subject + padding);
  return { template, width: fixed + places * place };
}

interface TableHeadProps {
  readonly places: readonly Place[];
  readonly columns: ReturnType<typeof columnsFor>;
  readonly compact: boolean;
}

export function TableHead({ places, columns: { template, width }, compact }: TableHeadProps) {
  const { forecast, commit, subject, author, items, when } = words.head;
  return (
    <div role="rowgroup" style={{ display: 'contents' }}>
      <div
        className={classes.head}
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: template, minWidth: `max(100%, ${width}px)` }}
      >
        <span role="columnheader">
          <VisuallyHidden>{forecast}</VisuallyHidden>
        </span>
        {[commit, subject, ...(compact ? [] : [author, items, when])].map((title) => (
          <span key={title} role="columnheader" className={classes.cell}>
            {title}
          </span>
        ))}
        {places.map((place) => (
          <span key={place.id} role="columnheader" className={classes.place} title={inert(place.title)}>
            <span className={`one-line ${classes.name}`}>
              <Foreign text={place.title} most={compact ? 10 : 11} />
            </span>
            <span className={`mono ${classes.at}`}>{shortSha(place.commit)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}
