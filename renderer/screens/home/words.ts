/** Sentences of the home screen around the diagram. */
export const words = {
  loading: 'Asking the engine what runs where',
  failed: 'What runs where could not be read',
  again: 'Ask again',
  resize: 'Width of the inspector',
  invalid: (problems: number) =>
    `slipway.yaml has ${problems === 1 ? 'a mistake' : `${problems} mistakes`}. The last valid one stays in force.`,
  show: 'Show',
  unborn: 'No environments yet',
  unbornText:
    'A slipway.yaml at the root of the repository says which environments there are and how releases flow between them. Start from one of these; it is filled in from what the repository has, with comments that explain.',
  unbornNote: 'Only this one file is written, into the folder that you opened. Nothing is committed.',
  presets: {
    full: {
      title: 'Full',
      text: 'Every stage, a lane for hotfixes, a copy of production to look into.',
      environments: ['development', 'test', 'qa', 'release', 'staging', 'production', 'production-copy'],
    },
    three: {
      title: 'Three',
      text: 'The short way for a small team.',
      environments: ['development', 'staging', 'production'],
    },
    integration: {
      title: 'Integration',
      text: 'A review app for each branch, then one place where everything meets.',
      environments: ['development', 'review', 'integration', 'production'],
    },
  },
  use: (title: string) => `Write slipway.yaml: ${title}`,
};
