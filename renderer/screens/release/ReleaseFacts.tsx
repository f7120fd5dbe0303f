/** What a release was made from. */
import type { Release } from '../../../shared/domain/release.ts';
import { CommitName, Copyable } from '../../components/Copyable.tsx';
import detail from '../../components/DetailPage.module.css';
import { Foreign } from '../../components/Foreign.tsx';
import { When } from '../../components/When.tsx';
import { words } from './words.ts';

export function ReleaseFacts({ release }: { readonly release: Release }) {
  return (
    <dl className={detail.facts}>
      <dt>{words.commit}</dt>
      <dd>
        <CommitName sha={release.commit} />
      </dd>
      <dt>{words.author}</dt>
      <dd>
        <Foreign text={release.author} />, <When at={release.committedAt} />
      </dd>
      <dt>{words.ref}</dt>
      <dd>
        <Foreign text={release.ref} />
      </dd>
      <dt>{words.built}</dt>
      <dd>
        <When at={release.createdAt} />
      </dd>
      <dt>{words.inputs}</dt>
      <dd>
        <Copyable value={release.inputs} what="hash of the inputs">
          {release.inputs.slice(0, 12)}
        </Copyable>
      </dd>
      {release.schemaVersion !== null && (
        <>
          <dt>{words.schema}</dt>
          <dd>
            <Foreign text={release.schemaVersion} />
          </dd>
        </>
      )}
    </dl>
  );
}
