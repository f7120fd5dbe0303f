/** Every sentence of the commit graph. */
export const words = {
  head: { graph: 'Graph', message: 'Message', author: 'Author', when: 'When', commit: 'Commit', marks: 'Marks' },
  none: 'No commits here',
  notFound: 'No commit has that.',
  loading: 'Loading commits',
  cut: (most: number) => `At most ${most} commits are chosen at once: these are the first.`,
  more: (n: number) => `${n} more`,
};
