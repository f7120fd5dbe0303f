/** What came with a release, and the work items in it. */
import type { Movement } from '../../../shared/api/releases.ts';
import type { ReleaseSummary } from '../../../shared/domain/release.ts';
import { Chip } from '../../components/Chip.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { CommitList } from '../../dialogs/preview/Movements.tsx';
import { inert } from '../../text/inert.ts';
import { releaseName } from '../home/diagram/words.ts';
import classes from './ReleasePage.module.css';
import { words } from './words.ts';

export function ReleaseChanges({
  changes,
  since,
}: {
  readonly changes: Movement;
  readonly since: ReleaseSummary | null;
}) {
  const title = since ? words.since(inert(releaseName(since))) : words.changes;
  return (
    <section className={classes.section}>
      <h2>
        {title}
        {changes.count > 0 && <span className="quiet"> ({changes.count})</span>}
      </h2>
      {changes.commits.length === 0 ? (
        <div className="quiet">{words.noChanges}</div>
      ) : (
        <CommitList movement={changes} label={title} />
      )}
      {changes.workItems.length > 0 && (
        <div className={classes.items}>
          {changes.workItems.map((item) => (
            <Chip key={item} tone="quiet">
              <Foreign text={item} most={24} />
            </Chip>
          ))}
        </div>
      )}
    </section>
  );
}
