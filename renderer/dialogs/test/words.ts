/** Sentences of the dialogs about test environments. */
import { count } from '../../text/count.ts';

export const words = {
  create: {
    title: 'New test environment',
    treeTitle: 'Deploy what I have here',
    text: 'The branch gets an isolated environment with an address of its own. It goes when the branch is merged.',
    treeText:
      'What is in your working tree now is built as it is, and runs in an environment of its own. Such a release is marked and can go nowhere else; your files are only read.',
    branch: 'Branch',
    search: 'Branches that are not merged and have none',
    none: 'Every branch that is not merged has its environment already.',
    notFound: 'Not among the newest. If it is a branch, it can have one.',
    noForge: 'The forge does not answer: what is known of reviews is what it said last.',
    template: 'Made from',
    name: 'Name (optional)',
    nameHelp: 'Out of the branch\u2019s by default',
    days: 'Days until it is removed (optional)',
    daysHelp: 'What slipway.yaml says by default',
    changed: (n: number) =>
      n === 0 ? 'Nothing is changed beside the commit.' : `${count(n, 'file')} changed, not committed:`,
    more: (n: number) => `and ${n} more`,
    noTree: 'There is no working tree here.',
    run: (name: string) => `Create it for ${name}`,
    runTree: 'Deploy what is here',
    ahead: (n: number) => `${n} ahead`,
    draft: 'draft',
    reviewers: (names: string) => `review by ${names}`,
    noReviewer: 'no reviewer',
    merge: (n: number) => `!${n}`,
  },
  remove: {
    title: (name: string) => `Remove ${name}?`,
    text: 'Exactly this goes, and nothing else. The branch and its releases stay.',
    nothing: 'Nothing of it is on the engine: only the record of it goes.',
    kinds: { containers: 'Containers', volumes: 'Volumes and their data', networks: 'Networks', images: 'Images' },
    run: (name: string) => `Remove ${name}`,
    keep: 'Keep it',
  },
};
