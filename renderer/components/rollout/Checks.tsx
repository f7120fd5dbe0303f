/** Verdicts of checks, each with the evidence behind it. */
import { IconAlertHexagon, IconCircleCheckFilled, IconHelpHexagon, type Icon } from '@tabler/icons-react';
import type { CheckResult, Verdict } from '../../../shared/domain/rollout.ts';
import { plainText } from '../../log/sgr.ts';
import { inert } from '../../text/inert.ts';
import { duration } from '../../text/time.ts';
import { Chip } from '../Chip.tsx';
import { Foreign } from '../Foreign.tsx';
import type { Tone } from '../tone.ts';
import { When } from '../When.tsx';
import classes from './Checks.module.css';
import { words } from './words.ts';

const looks: Record<Verdict, readonly [Icon, Tone]> = {
  passed: [IconCircleCheckFilled, 'good'],
  failed: [IconAlertHexagon, 'bad'],
  unjudged: [IconHelpHexagon, 'wait'],
};

export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const [icon, tone] = looks[verdict];
  return (
    <Chip tone={tone} icon={icon}>
      {words.verdict[verdict]}
    </Chip>
  );
}

export function Checks({ checks, label }: { readonly checks: readonly CheckResult[]; readonly label: string }) {
  return (
    <ul className={classes.checks} aria-label={label}>
      {checks.map((check, index) => (
        <li key={index}>
          <details className={classes.check}>
            <summary>
              <span className={classes.name}>
                <Foreign text={check.check} most={32} />
              </span>
              <span className="quiet">{words.kind[check.kind]}</span>
              <span className={classes.verdict}>
                <VerdictMark verdict={check.verdict} />
              </span>
              <span className={classes.detail}>
                <Foreign text={check.detail} />
              </span>
            </summary>
            <div className={classes.evidence}>
              <div className="quiet">
                <When at={check.at} />, {duration(check.tookMs)}
              </div>
              <Evidence evidence={check.evidence} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

type Value = CheckResult['evidence'][string];

/** Figures with their names as people write them; what is deeper than that as it is. */
function plainly(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) =>
    typeof part === 'object' ? null : `${name} ${String(part)}`,
  );
  return parts.includes(null) ? JSON.stringify(value) : parts.join(', ');
}

function Evidence({ evidence }: { readonly evidence: CheckResult['evidence'] }) {
  const entries = Object.entries(evidence);
  if (entries.length === 0) return <div className="quiet">{words.noEvidence}</div>;
  return (
    <dl className={classes.facts} aria-label={words.evidence}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>
            <Foreign text={name} most={32} />
          </dt>
          <dd>
            {typeof value === 'string' && (value.length > 60 || value.includes('\n')) ? (
              <pre className={`mono ${classes.output}`} tabIndex={0} role="group" aria-label={inert(name)}>
                {plainText(value)}
              </pre>
            ) : (
              <span className="mono">
                <Foreign text={plainly(value)} />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
