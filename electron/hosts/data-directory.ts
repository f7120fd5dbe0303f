/** Where Slipway keeps its data when nobody says otherwise. */
import { join } from 'node:path';

/** The platform's user-data folder; `SLIPWAY_DATA` names another. */
export function defaultDataDirectory(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (environment.SLIPWAY_DATA) return environment.SLIPWAY_DATA;
  if (platform === 'win32') return join(environment.APPDATA || join(home, 'AppData', 'Roaming'), 'Slipway');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Slipway');
  return join(environment.XDG_DATA_HOME || join(home, '.local', 'share'), 'slipway');
}
