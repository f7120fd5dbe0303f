/** The name of a release, which leads to its page. */
import { Anchor } from '@mantine/core';
import type { ReleaseSummary } from '../../shared/domain/release.ts';
import { formatAddress } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { releaseName } from '../screens/home/diagram/words.ts';
import { Foreign } from './Foreign.tsx';

interface ReleaseLinkProps {
  readonly project: string;
  readonly release: Pick<ReleaseSummary, 'id' | 'tag' | 'commit'>;
}

export function ReleaseLink({ project, release }: ReleaseLinkProps) {
  const go = useStore((state) => state.go);
  const target = { screen: 'release', project, release: release.id } as const;
  return (
    <Anchor
      href={formatAddress(target)}
      className="mono"
      fw={600}
      c="var(--move)"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        go(target);
      }}
    >
      <Foreign text={releaseName(release)} most={28} />
    </Anchor>
  );
}
