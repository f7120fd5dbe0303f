/** The revisions that a release has been. */
import { Anchor } from '@mantine/core';
import type { Revision } from '../../../shared/domain/revision.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { RevisionMark } from '../../components/RevisionMark.tsx';
import { When } from '../../components/When.tsx';
import { useStore } from '../../state/store.ts';
import classes from './ReleasePage.module.css';
import { words } from './words.ts';

export function WhereItRan({
  revisions,
  project,
}: {
  readonly revisions: readonly Revision[];
  readonly project: string;
}) {
  const go = useStore((state) => state.go);
  return (
    <section className={classes.section}>
      <h2>{words.ran}</h2>
      {revisions.length === 0 && <div className="quiet">{words.never}</div>}
      <ul className={classes.runs}>
        {revisions.map((revision) => (
          <li key={`${revision.environment} ${revision.number}`} className={classes.run}>
            <Anchor
              component="button"
              c="var(--move)"
              onClick={() => go({ screen: 'home', project, environment: revision.environment, tab: 'revisions' })}
            >
              <Foreign text={revision.environment} most={20} /> #{revision.number}
            </Anchor>
            <RevisionMark status={revision.status} />
            <span className={`quiet ${classes.end}`}>
              <When at={revision.startedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
