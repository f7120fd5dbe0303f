/** Sentences of the dialogs about runs and watching. */
export const words = {
  run: {
    title: 'Run the pipeline',
    text: 'Tests the commit, builds its release, and brings it to the environments that follow the branch.',
    stages: 'Stages',
    all: 'All of them',
    some: 'Only some, and what they need',
    chosen: 'Stages to run',
    none: 'Choose at least one stage.',
    start: (name: string) => `Run ${name}`,
  },
  pause: {
    title: 'Pause watching?',
    text: 'New commits are not built by themselves until somebody lets it go on. What runs goes on, and people can run and build as before.',
    waiting: (n: number) => `${n} in line stay there.`,
    run: 'Pause watching',
  },
};
