/** The name of a release, which leads to its page. */
import { Anchor } from '@mantine/core';
import type { ReleaseSummary } from '../../shared/domain/release.ts';
import { releaseName } from '../screens/home/diagram/words.ts';
import { Foreign } from './Foreign.tsx';
import { leadsTo } from './leadsTo.ts';

interface ReleaseLinkProps {
  readonly project: string;
  readonly release: Pick<ReleaseSummary, 'id' | 'tag' | 'commit'>;
}

export function ReleaseLink({ project, release }: ReleaseLinkProps) {
  return (
    <Anchor {...leadsTo({ screen: 'release', project, release: release.id })} className="mono" fw={600} c="var(--move)">
      <Foreign text={releaseName(release)} most={28} />
    </Anchor>
  );
}
