/** The window on the log that a graph shows, kept while what it asks for stays the same. */
import { useEffect, useEffectEvent, useMemo, useSyncExternalStore } from 'react';
import type { Input } from '../../../shared/api/contract.ts';
import { engine } from '../../transport/engine.ts';
import { useStore } from '../../state/store.ts';
import type { CommitGraphProps } from './graphProps.ts';
import { LogWindow } from './logWindow.ts';

/** `shifted` tells by how many rows the first one in sight has moved down. */
export function useLogWindow(props: CommitGraphProps, shifted: (rows: number) => void): LogWindow {
  const { project, ref, search, author, path, workItem, fresh } = props;
  const key = JSON.stringify({ project, ref, search, author, path, workItem }, (_name, value: unknown) =>
    value === '' ? undefined : value,
  );
  const log = useMemo(() => {
    const asked = JSON.parse(key) as Input<'repository.log'>;
    const graph = Object.keys(asked).every((name) => name === 'project' || name === 'ref');
    return new LogWindow({
      graph,
      ask: (skip, limit) => engine.call('repository.log', { ...asked, skip, limit, topological: graph }),
    });
  }, [key]);
  const connected = useStore((state) => state.link.phase === 'connected');
  const onShift = useEffectEvent(shifted);
  useSyncExternalStore(log.subscribe, log.version);
  useEffect(() => {
    const silence = log.onShift((rows) => onShift(rows));
    return () => {
      silence();
      log.close();
    };
  }, [log]);
  useEffect(() => {
    log.refresh();
  }, [log, fresh, connected]);
  return log;
}
