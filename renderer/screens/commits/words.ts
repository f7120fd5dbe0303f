/** Every sentence of the commits screen. */
export const words = {
  title: 'Commits',
  search: 'Search commits',
  ref: 'Branch or tag',
  head: ['Commit', 'Message', 'Author', 'When', 'Runs in'],
  none: 'No commits here',
  notFound: 'No commit has that.',
  detail: (name: string) => `Commit ${name}`,
  close: 'Close the commit',
  build: 'Build a release from this',
  files: (n: string) => `Changes ${n}`,
  truncated: 'The message is longer than what is shown.',
};
