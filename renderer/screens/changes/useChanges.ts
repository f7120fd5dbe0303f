/** Which change is where, a page at a time, by what the address asks for. */
import { useState } from 'react';
import type { Output } from '../../../shared/api/contract.ts';
import type { Change, Lost, Place } from '../../../shared/domain/change.ts';
import { usePages } from '../../components/usePages.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { filterOf, type ChangesRoute } from './filter.ts';

const pageSize = 500;
type Around = Pick<Output<'changes.list'>, 'places' | 'total' | 'lost' | 'unread'>;
const nothing: Around = { places: [], total: 0, lost: [], unread: [] };

export function useChanges(route: ChangesRoute) {
  const { project } = route;
  const filter = filterOf(route);
  const fresh = useStore((state) => state.statuses[project]?.seq);
  const tip = useStore((state) => state.statuses[project]?.main.commit);
  const [around, setAround] = useState(nothing);
  const pages = usePages<Change>({
    key: JSON.stringify([project, filter]),
    fresh: `${fresh ?? ''} ${tip ?? ''}`,
    nameOf: (change) => change.id,
    async ask(after) {
      const answer = await engine.call('changes.list', { project, ...filter, skip: after.length, limit: pageSize });
      const { places, total, lost, unread } = answer;
      setAround({ places, total, lost, unread });
      return { items: answer.changes, more: after.length + answer.changes.length < answer.total };
    },
  });
  return { ...pages, ...around } as typeof pages & {
    readonly places: readonly Place[];
    readonly total: number;
    readonly lost: readonly Lost[];
    readonly unread: readonly string[];
  };
}
