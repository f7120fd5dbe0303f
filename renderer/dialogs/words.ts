/** Every sentence of the dialogs. */
export const words = {
  cancel: 'Cancel',
  close: 'Close',
  why: 'Why (optional, kept in the history)',
  abort: {
    title: 'Cancel this operation?',
    build: 'The build stops and what it made is removed. Releases that exist are not touched.',
    deployment: 'It stops, and the steps that were done are undone in reverse. What ran before goes on running.',
    keep: 'Let it go on',
    run: 'Cancel and undo',
  },
  reject: {
    title: (name: string) => `Reject ${name}?`,
    text: 'A rejected release may never be promoted again. Where it runs now, it goes on running.',
    why: 'Why',
    run: (name: string) => `Reject ${name}`,
  },
  build: {
    title: 'Build a release',
    text: 'A release is built once, from a commit. A commit that was built before gives back its release at once.',
    ref: 'Branch, tag or commit',
    placeholder: 'main, v1.4.0, 3f2a1c9 \u2026',
    unknown: 'Nothing in this repository has that name.',
    from: (name: string) => `From ${name}`,
    run: (name: string) => `Build ${name}`,
    already: (name: string) => `It was built before: ${name}.`,
    branches: 'Branches',
    tags: 'Tags',
    remotes: 'Remote branches',
    commits: 'Commits',
  },
  shortcuts: { title: 'Keyboard shortcuts' },
};
