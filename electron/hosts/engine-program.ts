/** Which program runs the engine for the desktop app. */

/** better-sqlite3 is loaded by what has this Node-API; with an older one the process ends in a segmentation fault. */
export const neededNodeApi = 10;

export type EngineProgram =
  /** A utility process of this Electron. */
  | { readonly kind: 'utility' }
  /** A Node of the machine, by its path. */
  | { readonly kind: 'node'; readonly file: string }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * Electron itself where its Node-API is new enough, else the first of `nodes` (paths) that is.
 *
 * @param nodeApiOf the Node-API of the Node at a path, null when it cannot be run
 */
export function chooseEngineProgram(
  own: { readonly napi: string; readonly electron: string },
  nodes: readonly string[],
  nodeApiOf: (file: string) => number | null,
): EngineProgram {
  if (Number(own.napi) >= neededNodeApi) return { kind: 'utility' };
  const file = nodes.find((each) => (nodeApiOf(each) ?? 0) >= neededNodeApi);
  if (file !== undefined) return { kind: 'node', file };
  return {
    kind: 'none',
    reason: `Electron ${own.electron} is too old to run the engine, and no Node 22.14 or newer was found to run it instead.`,
  };
}
