/** The commits that wait for their run, the next one first. */
import { IconHourglassEmpty } from '@tabler/icons-react';
import type { Output } from '../../../shared/api/contract.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { useNow } from '../../components/useNow.ts';
import { age } from '../../text/time.ts';
import classes from './Runs.module.css';
import { words } from './words.ts';

/** Entries that are shown; the others are counted. */
const most = 6;

export function Queue({ queue }: { readonly queue: Output<'watch.get'>['queue'] }) {
  const now = useNow();
  return (
    <ol className={classes.queue} aria-label={words.watch.queue(queue.length)}>
      {queue.slice(0, most).map(({ branch, commit, since }) => (
        <li key={`${branch} ${commit}`} className={classes.state}>
          <IconHourglassEmpty size={14} aria-hidden />
          <Foreign text={branch} most={26} />
          <span className="mono">{shortSha(commit)}</span>
          <span className="quiet">{age(since, now)}</span>
        </li>
      ))}
      {queue.length > most && <li className="quiet">{words.watch.more(queue.length - most)}</li>}
    </ol>
  );
}
