/** The browser's key to the engine: once in the address, then kept for this tab only. */
const storageKey = 'slipway.token';

/** Takes `#token=…` out of the address and answers with it, or with the one that this tab has kept. */
export function takeToken(): string | null {
  const found = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (found) {
    sessionStorage.setItem(storageKey, found);
    history.replaceState(history.state, '', `${location.pathname}${location.search}#/`);
  }
  return found ?? sessionStorage.getItem(storageKey);
}
