/** Every sentence of the releases screen. */
export const words = {
  title: 'Releases',
  search: 'Search releases',
  head: ['Release', 'Commit', 'Message', 'Ref', 'Images', 'Runs in', 'Built'],
  none: 'No release yet',
  noneText: 'A release is built once, from a commit. Its images then go from environment to environment as they are.',
  notFound: 'No release has that.',
  build: 'Build a release',
  rejected: 'Rejected',
  rejectedBy: (by: string, why: string) => `Rejected by ${by}: ${why}`,
};
