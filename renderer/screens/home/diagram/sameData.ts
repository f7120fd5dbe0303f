/** Whether a node says the same as before: of fifty environments only the one that has moved is drawn anew. */
export function sameData(before: { readonly data: unknown }, after: { readonly data: unknown }): boolean {
  return before.data === after.data || JSON.stringify(before.data) === JSON.stringify(after.data);
}
