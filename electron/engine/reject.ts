/** A release that may never come anywhere again. */
import type { Release } from '../../shared/domain/release.ts';
import type { Engine } from './engine.ts';
import type { Append } from './publish.ts';

/** Rejects a release, in the transaction of the caller. */
export function rejectRelease(
  { store }: Engine,
  project: string,
  release: string,
  rejected: NonNullable<Release['rejected']>,
  append: Append,
): void {
  store.releases.reject(project, release, rejected);
  append({ type: 'release.rejected', project, by: rejected.by, data: { release, why: rejected.why } });
}
