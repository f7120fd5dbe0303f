/** Says that the engine is out of reach, and when it is tried again. Reading goes on below. */
import { Button, Loader } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useSeconds } from '../components/useNow.ts';
import { useStore } from '../state/store.ts';
import { link as engineLink } from '../transport/engine.ts';
import classes from './ConnectionBanner.module.css';
import { words } from './words.ts';

export function ConnectionBanner() {
  const link = useStore((state) => state.link);
  const seconds = useSecondsUntil(link.phase === 'lost' ? link.retryAt : null);
  const { connection } = words;
  if (link.phase === 'connected') return null;
  if (link.phase === 'connecting')
    return (
      <div className={classes.banner} role="status">
        <Loader size={14} /> {connection.connecting}
      </div>
    );
  return (
    <div className={classes.banner} data-lost role="status">
      <IconPlugConnectedX size={18} aria-hidden />
      <strong>{link.phase === 'refused' ? connection.wrongTokenTitle : connection.lost}</strong>
      <span className={classes.detail}>
        {link.phase === 'refused' ? `${connection.wrongToken} ${connection.command}` : connection.lostDetail}
      </span>
      {link.phase === 'lost' && (
        <>
          <span className={classes.next} aria-live="off">
            {connection.retryIn(seconds)}
          </span>
          <Button size="compact-sm" variant="default" onClick={engineLink.retryNow}>
            {connection.retry}
          </Button>
        </>
      )}
    </div>
  );
}

function useSecondsUntil(at: number | null): number {
  const now = useSeconds();
  return at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000));
}
