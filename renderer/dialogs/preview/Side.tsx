/** One side of a move: the release that runs now, or the one that will. */
import type { ReleaseSummary } from '../../../shared/domain/release.ts';
import { CommitName, DigestName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { releaseName } from '../../screens/home/diagram/words.ts';
import classes from './PreviewDialog.module.css';
import { words } from './words.ts';

interface SideProps {
  readonly title: string;
  readonly release: ReleaseSummary | null;
  readonly revision: number | null;
  readonly digests?: boolean;
}

export function Side({ title, release, revision, digests }: SideProps) {
  return (
    <div className={classes.side}>
      <h3>{title}</h3>
      {!release && <span>{words.nothingNow}</span>}
      {release && (
        <>
          <div>
            <span className={`mono ${classes.version}`}>
              <Foreign text={releaseName(release)} most={30} />
            </span>
            {revision !== null && <span className="quiet"> #{revision}</span>}
          </div>
          <div className="one-line">
            <Foreign text={release.subject} line />
          </div>
          <div className="quiet">
            <CommitName sha={release.commit} />
          </div>
          {digests &&
            Object.entries(release.images).map(([service, digest]) => (
              <div key={service}>
                <Foreign text={service} most={20} /> <DigestName digest={digest} />
              </div>
            ))}
        </>
      )}
    </div>
  );
}
