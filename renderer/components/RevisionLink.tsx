/** The number of a revision, which leads to its page. */
import { Anchor } from '@mantine/core';
import { formatAddress } from '../state/address.ts';
import { useStore } from '../state/store.ts';

interface RevisionLinkProps {
  readonly project: string;
  readonly environment: string;
  readonly revision: number;
}

export function RevisionLink({ project, environment, revision }: RevisionLinkProps) {
  const go = useStore((state) => state.go);
  const target = { screen: 'revision', project, environment, revision } as const;
  return (
    <Anchor
      href={formatAddress(target)}
      fw={620}
      c="var(--move)"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        go(target);
      }}
    >
      #{revision}
    </Anchor>
  );
}
