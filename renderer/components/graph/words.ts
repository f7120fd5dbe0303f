/** Every sentence of the commit graph. */
export const words = {
  head: { graph: 'Graph', message: 'Message', author: 'Author', when: 'When', commit: 'Commit', marks: 'Marks' },
  none: 'No commits here',
  notFound: 'No commit has that.',
  loading: 'Loading commits',
  more: (n: number) => `${n} more`,
};
