/** Which change is where, a page at a time, by what the address asks for. */
import type { Output } from '../../../shared/api/contract.ts';
import type { Change } from '../../../shared/domain/change.ts';
import type { Page } from '../../components/pages.ts';
import { usePages } from '../../components/usePages.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { filterOf, type ChangesRoute } from './filter.ts';

const pageSize = 500;
/** What one question is answered with at most. */
const mostAtOnce = 1000;
type Around = Pick<Output<'changes.list'>, 'places' | 'total' | 'lost' | 'unread'>;
const nothing: Around = { places: [], total: 0, lost: [], unread: [] };

export function useChanges(route: ChangesRoute) {
  const { project } = route;
  const filter = filterOf(route);
  const fresh = useStore((state) => state.statuses[project]?.seq);
  const tip = useStore((state) => state.statuses[project]?.main.commit);
  const ask = async (skip: number, limit = pageSize): Promise<Page<Change, Around>> => {
    const { changes, ...around } = await engine.call('changes.list', { project, ...filter, skip, limit });
    return { items: changes, more: skip + changes.length < around.total, around };
  };
  const pages = usePages<Change, Around>({
    key: JSON.stringify([project, filter]),
    fresh: `${fresh ?? ''} ${tip ?? ''}`,
    nameOf: (change) => change.id,
    ask: (after) => ask(after.length),
    // A verdict may be another one in every row, however far down.
    async again(count) {
      let page = await ask(0, Math.min(mostAtOnce, Math.max(pageSize, count)));
      while (page.more && page.items.length < count) {
        const next = await ask(page.items.length, mostAtOnce);
        page = { ...next, items: [...page.items, ...next.items] };
      }
      return page;
    },
  });
  return { ...pages, ...(pages.around ?? nothing) };
}
