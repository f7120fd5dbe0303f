/** Opens the address of an environment outside of Slipway. Anything but http(s) is left alone. */
import { bridge } from '../transport/bridge.ts';

export function openUrl(url: string): void {
  if (!/^https?:\/\//.test(url)) return;
  if (bridge) bridge.openExternal(url);
  else window.open(url, '_blank', 'noopener,noreferrer');
}
