/** What a verdict rests on: signals, what people have said, and the commits of the change. */
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Evidence, RecordedCorrection } from '../../../shared/domain/change.ts';
import { Chip } from '../../components/Chip.tsx';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { When } from '../../components/When.tsx';
import classes from './EvidencePanel.module.css';
import { words } from './words.ts';

export function Reasons({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <section>
      <h3>{words.evidence.why}</h3>
      {evidence.length === 0 && <div className="quiet">{words.evidence.noEvidence}</div>}
      <ul className={classes.list} aria-label={words.evidence.why} hidden={evidence.length === 0}>
        {evidence.map((one, index) => (
          <li key={index} className={classes.reason}>
            <div className={classes.line}>
              <strong>{words.signals[one.signal]}</strong>
              <Chip tone={one.tier === 'certain' ? 'good' : 'wait'}>{words.tiers[one.tier]}</Chip>
            </div>
            <Foreign text={one.text} />
            <div className={`quiet ${classes.line}`}>
              <CommitName sha={one.commit} />
              {one.other && (
                <>
                  {'\u2194'} <CommitName sha={one.other} />
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Corrections({ corrections }: { readonly corrections: readonly RecordedCorrection[] }) {
  if (corrections.length === 0) return null;
  return (
    <section>
      <h3>{words.evidence.corrections}</h3>
      <ul className={classes.list}>
        {corrections.map((one) => (
          <li key={`${one.at} ${one.by}`} className={classes.reason}>
            <strong>{words.correct.said(one.correction, shortSha)}</strong>
            <Foreign text={one.why} />
            <div className="quiet">
              {words.evidence.correctionBy} <Foreign text={one.by} most={30} />, <When at={one.at} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Commits that are listed of a change. */
const mostCommits = 20;

export function Commits({ title, commits }: { readonly title: string; readonly commits: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <div className={classes.places}>
        {commits.slice(0, mostCommits).map((sha) => (
          <CommitName key={sha} sha={sha} />
        ))}
        {commits.length > mostCommits && <span className="quiet">+{commits.length - mostCommits}</span>}
      </div>
    </section>
  );
}
