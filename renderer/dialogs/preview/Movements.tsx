/** The commits and work items that a move brings and takes away. */
import type { Movement } from '../../../shared/api/releases.ts';
import { Chip } from '../../components/Chip.tsx';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { count } from '../../text/count.ts';
import classes from './PreviewDialog.module.css';
import { Section } from './Section.tsx';
import { words } from './words.ts';

export function Movements({ comes, leaves }: { readonly comes: Movement; readonly leaves: Movement }) {
  if (comes.count === 0 && leaves.count === 0) return <Section title={words.comes}>{words.noChange}</Section>;
  return (
    <>
      {leaves.count > 0 && <Direction title={words.leaves} movement={leaves} />}
      {comes.count > 0 && <Direction title={words.comes} movement={comes} />}
    </>
  );
}

function Direction({ title, movement }: { readonly title: string; readonly movement: Movement }) {
  return (
    <Section title={`${title}: ${count(movement.count, 'commit')}`}>
      <CommitList movement={movement} label={title} />
      {movement.workItems.length > 0 && (
        <div className={classes.items} aria-label={words.workItems} role="group">
          {movement.workItems.map((item) => (
            <Chip key={item} tone="quiet">
              <Foreign text={item} most={24} />
            </Chip>
          ))}
        </div>
      )}
    </Section>
  );
}

/** The commits by name, and how many more there are. */
export function CommitList({ movement, label }: { readonly movement: Movement; readonly label: string }) {
  const more = movement.count - movement.commits.length;
  return (
    <ul className={classes.list} aria-label={label} tabIndex={0}>
      {movement.commits.map((commit) => (
        <li key={commit.sha} className={classes.commit}>
          <CommitName sha={commit.sha} />
          <span className="one-line">
            <Foreign text={commit.subject} line />
          </span>
          <span className="quiet">
            <Foreign text={commit.author} most={18} />
          </span>
        </li>
      ))}
      {more > 0 && <li className="quiet">{words.more(more)}</li>}
    </ul>
  );
}
