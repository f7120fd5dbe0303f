/** Every sentence of the history screen. */
export const words = {
  title: 'History',
  search: 'Search history',
  environment: 'Environment',
  all: 'All environments',
  since: 'Since',
  at: 'What ran at',
  head: ['Environment', 'Revision', 'Release', 'State', 'What', 'Who', 'Why', 'When', 'Took'],
  none: 'Nothing has been deployed yet',
  noneText: 'Every deployment and every rollback is kept here: what ran where, who brought it and why.',
  notFound: 'No revision matches.',
};
