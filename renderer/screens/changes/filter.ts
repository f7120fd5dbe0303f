/** What the address of the matrix asks for. */
import type { Route } from '../../state/address.ts';

export type ChangesRoute = Extract<Route, { screen: 'changes' }>;

/** The part of the address that says which changes are listed. */
export function filterOf({ search, author, path, workItem, only, has, lacks }: ChangesRoute) {
  return {
    ...(search ? { text: search } : {}),
    ...(author ? { author } : {}),
    ...(path ? { path } : {}),
    ...(workItem ? { workItem } : {}),
    ...(only ? { only } : {}),
    ...(has && lacks ? { between: { has, lacks } } : {}),
  };
}
