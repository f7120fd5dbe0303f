/** The cells of a revision's row. */
import type { Revision } from '../../../shared/domain/revision.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { ReleaseLink } from '../../components/ReleaseLink.tsx';
import { RevisionLink } from '../../components/RevisionLink.tsx';
import { RevisionMark } from '../../components/RevisionMark.tsx';
import { When } from '../../components/When.tsx';
import { duration } from '../../text/time.ts';
import { words } from '../home/inspector/words.ts';

export function revisionCells(revision: Revision, project: string) {
  const { startedAt, runningAt, endedAt, status } = revision;
  const over = runningAt ?? (status === 'failed' || status === 'undone' ? endedAt : null);
  return [
    <Foreign key="environment" text={revision.environment} most={18} />,
    <RevisionLink key="number" project={project} environment={revision.environment} revision={revision.number} />,
    <ReleaseLink
      key="release"
      project={project}
      release={{ id: revision.release, commit: revision.commit, tag: null }}
    />,
    <RevisionMark key="state" status={status} />,
    <span key="cause">
      {words.cause[revision.cause]}
      {revision.restores !== null && ` ${words.restores(revision.restores)}`}
    </span>,
    <Foreign key="who" text={revision.by} most={12} />,
    <Foreign key="why" text={revision.why ?? ''} line />,
    <When key="when" at={startedAt} />,
    <span key="took">{over === null ? '' : duration(over - startedAt)}</span>,
  ];
}
