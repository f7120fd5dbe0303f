/** What a revision is: its release, who brought it and why, and when. */
import { Fragment } from 'react';
import type { Revision } from '../../../shared/domain/revision.ts';
import { DigestName } from '../../components/Copyable.tsx';
import detail from '../../components/DetailPage.module.css';
import { Foreign } from '../../components/Foreign.tsx';
import { ReleaseLink } from '../../components/ReleaseLink.tsx';
import { When } from '../../components/When.tsx';
import { duration } from '../../text/time.ts';
import { words as inspectorWords } from '../home/inspector/words.ts';
import { words } from './words.ts';

export function RevisionFacts({ revision }: { readonly revision: Revision }) {
  const { project, release, commit, cause, restores, by, why, startedAt, runningAt, endedAt, digests } = revision;
  const facts: (readonly [string, React.ReactNode] | null)[] = [
    [words.release, <ReleaseLink key="release" project={project} release={{ id: release, commit, tag: null }} />],
    [words.what, `${inspectorWords.cause[cause]}${restores === null ? '' : ` ${inspectorWords.restores(restores)}`}`],
    [words.who, <Foreign key="who" text={by} most={32} />],
    why ? [words.why, <Foreign key="why" text={why} />] : null,
    [words.started, <When key="started" at={startedAt} />],
    runningAt === null ? null : [words.took, duration(runningAt - startedAt)],
    endedAt === null ? null : [words.ended, <When key="ended" at={endedAt} />],
    [
      words.images,
      Object.entries(digests).map(([service, digest]) => (
        <div key={service}>
          <Foreign text={service} most={20} /> <DigestName digest={digest} />
        </div>
      )),
    ],
  ];
  return (
    <dl className={detail.facts}>
      {facts.flatMap((fact) =>
        fact
          ? [
              <Fragment key={fact[0]}>
                <dt>{fact[0]}</dt>
                <dd>{fact[1]}</dd>
              </Fragment>,
            ]
          : [],
      )}
    </dl>
  );
}
