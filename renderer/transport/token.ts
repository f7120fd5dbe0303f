/** The browser's key to the engine: once in the address, then kept for this tab only. */
const storageKey = 'slipway.token';

/**
 * Takes `#token=…` out of the address and answers with it, or with the one that this tab has kept. What follows it, such
 * as `/p/shop-1`, becomes the address in the app.
 */
export function takeToken(): string | null {
  const [, found, address = '/'] = /^#token=([\w-]+)(\/.*)?$/.exec(location.hash) ?? [];
  if (found) {
    sessionStorage.setItem(storageKey, found);
    history.replaceState(history.state, '', `${location.pathname}${location.search}#${address}`);
  }
  return found ?? sessionStorage.getItem(storageKey);
}
