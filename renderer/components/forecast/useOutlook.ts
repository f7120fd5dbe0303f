/** What a pick of a lane is: its state, and while it waits behind a conflict what it would do by itself. */
import type { LanePick } from '../../../shared/domain/hotfix.ts';
import { forecastLook, pickLooks, wantsParent, type Look } from './looks.ts';
import { useForecast, type Target } from './useForecast.ts';
import { words } from './words.ts';

type Pick = { readonly mainline?: number | null } & { readonly [Key in 'source' | 'state']: LanePick[Key] };

/** `target` is the lane at its head. */
export function useOutlook(target: Target | null, pick: Pick): { readonly look: Look; readonly text: string } {
  const { source, state, mainline } = pick;
  const waits = state === 'waiting';
  const forecast = useForecast(waits ? target : null, { commit: source, ...(mainline ? { mainline } : {}) });
  const look = pickLooks[state];
  if (!forecast || wantsParent(forecast)) return { look, text: look.word };
  const alone = forecastLook(forecast);
  return { look: alone, text: `${look.word}. ${words.alone(alone.word)}` };
}
