/** What differs in the configuration, one line each. */
import type { Preview } from '../../../shared/api/releases.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { count } from '../../text/count.ts';
import classes from './PreviewDialog.module.css';
import { Section } from './Section.tsx';
import { words } from './words.ts';

export function ConfigurationChanges({ changes }: { readonly changes: Preview['configuration'] }) {
  if (changes.length === 0) return <Section title={words.configuration}>{words.sameConfiguration}</Section>;
  return (
    <Section title={`${words.configuration}: ${count(changes.length, 'change')}`}>
      <ul className={classes.list} tabIndex={0} aria-label={words.configuration}>
        {changes.map((change) => (
          <li key={change.path} className={`mono ${classes.change}`}>
            <Foreign text={change.path} most={48} />
            <span>
              <span className={classes.before}>
                <Foreign text={change.before ?? words.absent} most={24} />
              </span>
              {' \u2192 '}
              <Foreign text={change.after ?? words.absent} most={24} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
