/** Every sentence of a release's page. */
export const words = {
  back: 'Releases',
  promote: 'Promote to\u2026',
  reject: 'Reject\u2026',
  rejected: (by: string) => `Rejected by ${by}`,
  rejectedAlready: 'It is rejected already.',
  commit: 'Commit', author: 'Author', ref: 'Built from', built: 'Built', inputs: 'Inputs', schema: 'Schema version',
  changes: 'Changes',
  since: (name: string) => `Changes since ${name}`,
  noChanges: 'No changes are known: there is no release before it to compare with.',
  artifacts: 'Artifacts',
  head: { service: 'Service', digest: 'Digest', reference: 'Reference', size: 'Size' },
  ran: 'Where it has run',
  never: 'It has not run anywhere yet.',
  buildLog: 'Build log',
  noTargets: 'There is no environment to promote to.',
};
