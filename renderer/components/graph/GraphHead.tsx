/** The titles above the graph's columns. */
import classes from './CommitGraph.module.css';
import { words } from './words.ts';

export function GraphHead({ columns, marked }: { readonly columns: string; readonly marked: boolean }) {
  const { graph, message, author, when, commit, marks } = words.head;
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.titles} style={{ gridTemplateColumns: columns }}>
        <span role="columnheader" aria-label={graph} />
        {[message, author, when, commit].map((title) => (
          <span key={title} role="columnheader" className="one-line">
            {title}
          </span>
        ))}
        <span role="columnheader" aria-label={marked ? marks : undefined} aria-hidden={!marked} />
      </div>
    </div>
  );
}
