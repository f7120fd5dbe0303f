/** The number of a revision, which leads to its page. */
import { Anchor } from '@mantine/core';
import { leadsTo } from './leadsTo.ts';

interface RevisionLinkProps {
  readonly project: string;
  readonly environment: string;
  readonly revision: number;
}

export function RevisionLink({ project, environment, revision }: RevisionLinkProps) {
  return (
    <Anchor {...leadsTo({ screen: 'revision', project, environment, revision })} fw={620} c="var(--move)">
      #{revision}
    </Anchor>
  );
}
