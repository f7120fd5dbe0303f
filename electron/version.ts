/** The version of this Slipway, from its package. Every process of one installation has the same. */
import manifest from '../package.json' with { type: 'json' };

export const version: string = manifest.version;
