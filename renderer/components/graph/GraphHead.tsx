/** The titles above the graph's columns. */
import { VisuallyHidden } from '@mantine/core';
import classes from './CommitGraph.module.css';
import { words } from './words.ts';

export function GraphHead({ columns }: { readonly columns: string }) {
  const { graph, message, author, when, commit, marks } = words.head;
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.titles} style={{ gridTemplateColumns: columns }}>
        <span role="columnheader">
          <VisuallyHidden>{graph}</VisuallyHidden>
        </span>
        {[message, author, when, commit].map((title) => (
          <span key={title} role="columnheader" className="one-line">
            {title}
          </span>
        ))}
        <span role="columnheader">
          <VisuallyHidden>{marks}</VisuallyHidden>
        </span>
      </div>
    </div>
  );
}
