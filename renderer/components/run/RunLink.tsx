/** Leads to the page of a run. */
import { Anchor } from '@mantine/core';
import { formatAddress } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { Foreign } from '../Foreign.tsx';

interface RunLinkProps {
  readonly project: string;
  readonly run: string;
  readonly stage?: string;
  readonly children: string;
}

export function RunLink({ project, run, stage, children }: RunLinkProps) {
  const go = useStore((state) => state.go);
  const target = { screen: 'run', project, run, ...(stage ? { stage } : {}) } as const;
  return (
    <Anchor
      href={formatAddress(target)}
      className="one-line"
      c="var(--text)"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        go(target);
      }}
    >
      <Foreign text={children} line />
    </Anchor>
  );
}
