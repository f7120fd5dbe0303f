/** Sentences of log panels. */
export const words = {
  log: 'Log',
  search: 'Search in this log',
  matches: (n: number, total: number) => (n === total ? `${total} lines` : `${n} of ${total} lines`),
  follow: 'Follow',
  following: 'Following: new lines stay in sight',
  paused: 'Not following: the view stays where it is',
  copy: 'Copy all lines that show',
  copied: 'Copied',
  empty: 'No lines yet.',
  emptySearch: 'No line has that.',
};
