/** Where the person is. The address bar is the truth; this follows it. */
import type { Slice } from './store.ts';
import { formatAddress, parseAddress, type Route } from './address.ts';

export interface AddressSlice {
  readonly route: Route;
  /** Goes there, as a new entry of the history, or instead of the current one. */
  go(route: Route, options?: { replace?: boolean }): void;
  /** Changes a part of the current project route and stays on its screen. */
  showOperation(operation: string | undefined): void;
  followAddress(): void;
}

export const addressSlice: Slice<AddressSlice> = (set, get) => ({
  route: parseAddress(location.hash),
  go(route, options) {
    const address = formatAddress(route);
    if (address === location.hash) return;
    if (options?.replace) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    set({ route });
  },
  showOperation(operation) {
    const { route, go } = get();
    if (route.screen === 'welcome') return;
    const { operation: _previous, ...rest } = route;
    go(operation ? { ...rest, operation } : rest, { replace: true });
  },
  followAddress() {
    set({ route: parseAddress(location.hash) });
  },
});
