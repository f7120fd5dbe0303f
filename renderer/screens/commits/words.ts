/** Every sentence of the commits screen. */
export const words = {
  title: 'Commits',
  search: 'Search commits',
  ref: 'Branch or tag',
  more: 'Filters',
  clear: 'Clear the filters',
  author: 'Author',
  path: 'File or folder',
  detail: (name: string) => `Commit ${name}`,
  close: 'Close the commit',
  build: 'Build a release from this',
  truncated: 'The message is longer than what is shown.',
};
