/** The window's title tells what moves and what is broken, also while the window is behind others. */
import { useDocumentTitle } from '@mantine/hooks';
import { useMemo } from 'react';
import { operationsOf } from '../state/operations.ts';
import { useStatus, useStore } from '../state/store.ts';

export function useWindowTitle(): void {
  const status = useStatus();
  const all = useStore((state) => state.operations);
  const lost = useStore((state) => state.link.phase === 'lost');
  const title = useMemo(() => {
    const name = status ? `${status.project.name} \u2013 Slipway` : 'Slipway';
    if (lost) return `Disconnected \u2013 ${name}`;
    const [latest] = status ? operationsOf(all, status.project.id) : [];
    if (latest?.status === 'needs-attention') return `! ${latest.title} needs attention \u2013 ${name}`;
    if (latest?.status === 'running' || latest?.status === 'waiting') return `\u25b6 ${latest.title} \u2013 ${name}`;
    if (latest?.status === 'failed') return `\u2715 ${latest.title} failed \u2013 ${name}`;
    return name;
  }, [status, all, lost]);
  useDocumentTitle(title);
}
