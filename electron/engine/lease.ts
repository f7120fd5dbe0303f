/** The lease of an operation's environment, with a fence that only grows: an owner that was overtaken can no longer write. */
import { fail } from '../../shared/problem.ts';
import type { StoredOperation } from '../store/queries/operations.ts';
import type { Store } from '../store/store.ts';

type Leased = Pick<StoredOperation, 'id' | 'project' | 'scope'>;

/** The leases that `owner`, one run of the engine, holds. All of it belongs into the caller's transaction. */
export function leasesOf(store: Store, owner: string) {
  const fences = new Map<string, number>();
  return {
    /** Takes the lease whoever had it. */
    take({ id, project, scope }: Leased): void {
      fences.set(id, store.operations.takeLease(project, scope, id, owner));
    },
    release({ id, project, scope }: Leased): void {
      store.operations.releaseLease(project, scope, fences.get(id) ?? 0);
    },
    /** After the release is committed. */
    forget({ id }: Leased): void {
      fences.delete(id);
    },
    /** Throws `conflict.fenced` when another owner took the lease. */
    fence({ id, project, scope }: Leased): void {
      const lease = store.operations.lease(project, scope);
      if (lease?.operation === id && lease.owner === owner && lease.fence === fences.get(id)) return;
      throw fail('conflict.fenced', 'Another engine took this operation over.', {
        hint: 'This one does nothing more with it.',
      });
    },
  };
}
