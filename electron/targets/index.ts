/** The kinds of targets. A new one is a file beside this and a line here. */
import { dockerTarget } from './docker.ts';
import type { Target } from './target.ts';

/** Makes a target of its address, by the key that declares it in `slipway.yaml`. */
export const targetKinds = {
  docker: dockerTarget,
} as const satisfies Record<string, (address: string | null) => Target>;
