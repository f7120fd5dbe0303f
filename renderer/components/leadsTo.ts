/** Anchors that lead to a place of the window. */
import type { MouseEvent } from 'react';
import { formatAddress, type Route } from '../state/address.ts';
import { useStore } from '../state/store.ts';

/** What makes an anchor lead there; with a key held the browser opens it elsewhere, as every link. */
export const leadsTo = (place: Route) => ({
  href: formatAddress(place),
  onClick: (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // The row that it stands in may lead somewhere too.
    event.stopPropagation();
    useStore.getState().go(place);
  },
});
