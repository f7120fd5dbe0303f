/** Every sentence of the dialog of a shell. */
export const words = {
  title: (service: string, environment: string) => `Shell in ${service} of ${environment}`,
  front: 'the load balancer',
  stageTitle: (stage: string, run: string) => `Shell in ${stage} of run ${run}, as it was left`,
  copy: 'A copy of its container, without the values of secrets. It is removed when the shell ends.',
  guarded: (environment: string) =>
    `People depend on ${environment}. What is typed here acts on it at once, and nothing takes it back. That the shell was opened is kept in the history; what is typed is not.`,
  cancel: 'Cancel',
  open: (environment: string) => `Open a shell in ${environment}`,
  loading: 'Loading the terminal',
  leave: 'leaves the terminal',
  end: 'End the shell',
  close: 'Close',
};
