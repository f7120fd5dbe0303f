/** Revisions, a page at a time. */
import type { Input } from '../../../shared/api/contract.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import { usePages } from '../../components/usePages.ts';
import { useStatus } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';

const pageSize = 100;

export function useHistory(asked: Omit<Input<'history.list'>, 'before' | 'limit'>) {
  const seq = useStatus()?.seq;
  return usePages<Revision>({
    key: JSON.stringify(asked),
    fresh: seq,
    nameOf: (revision) => `${revision.environment} ${revision.number}`,
    async ask(after) {
      const last = after.at(-1);
      const before = last && { startedAt: last.startedAt, environment: last.environment, number: last.number };
      const { revisions, more } = await engine.call('history.list', {
        ...asked,
        limit: pageSize,
        ...(before ? { before } : {}),
      });
      return { items: revisions, more };
    },
  });
}
