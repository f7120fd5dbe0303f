/** Every sentence of the changes screen. */
import type { Correction, Signal, Tier } from '../../../shared/domain/change.ts';
import { count } from '../../text/count.ts';

export const words = {
  title: 'Changes',
  search: 'Search changes',
  author: 'Author',
  path: 'Path',
  workItem: 'Work item',
  show: 'Show',
  all: 'All changes',
  lost: 'In production, not on main',
  missing: 'On main, not in production',
  has: 'Has it',
  lacks: 'Lacks it',
  any: 'any place',
  between: 'Between two places',
  group: 'Group by work item',
  noWorkItem: 'No work item',
  more: 'More filters',
  clear: 'Clear',
  tally: (shown: number, total: number) =>
    shown < total ? `${count(shown, 'change')} of ${total} loaded` : count(total, 'change'),
  chosen: (n: number, unlisted: number) =>
    unlisted > 0 ? `${n} chosen, ${unlisted} of them not listed here` : `${n} chosen`,
  pick: (n: number, lane: string) => `Pick ${n === 1 ? 'this' : n} onto ${lane}`,
  start: (n: number) => `Start a hotfix with ${n === 1 ? 'this' : `these ${n}`}\u2026`,
  head: {
    forecast: 'Forecast',
    commit: 'Change',
    subject: 'Subject',
    author: 'Author',
    items: 'Work items',
    when: 'When',
  },
  legend: 'Marks',
  none: 'Nothing differs',
  noneText: 'Every place has the same changes.',
  notFound: 'No change has that.',
  releaseOnly: 'release only',
  corrected: 'corrected by hand',
  lostBanner: (n: number) =>
    n === 1
      ? 'One change is in production or on its way there, and not on main: the next release would lose it.'
      : `${n} changes are in production or on their way there, and not on main: the next release would lose them.`,
  showLost: 'Show them',
  unread: (n: number) =>
    n === 1
      ? 'One commit has no contents in this clone, and was compared by everything else. To fetch it:'
      : `${n} commits have no contents in this clone, and were compared by everything else. To fetch them:`,
  fetch: 'git fetch --refetch --no-filter',
  command: 'command',
  cell: (subject: string, place: string, verdict: string) => `${subject}, ${place}: ${verdict}`,
  evidence: {
    title: (subject: string) => `Evidence: ${subject}`,
    close: 'Close the evidence',
    in: (place: string) => `In ${place}`,
    places: 'Where it is',
    commits: 'Commits that carry it',
    reverts: 'Commits that take it out or back',
    why: 'Why',
    noEvidence: 'No commit of this place carries it, and no signal says otherwise.',
    corrections: 'Corrected by hand',
    correctionBy: 'by',
  },
  signals: {
    person: 'a person said so',
    commit: 'the same commit',
    trailer: 'trailer',
    patch: 'same patch',
    request: 'same pull request',
    identity: 'author, date and subject',
    'work-item': 'work item',
  } satisfies Record<Signal, string>,
  tiers: { certain: 'certain', probable: 'probable' } satisfies Record<Tier, string>,
  marks: {
    present: 'has it',
    probable: 'probably has it',
    absent: 'has it not',
    reverted: 'taken out by a revert',
    twice: 'has it twice',
    unknown: 'not known',
  },
  correct: {
    open: 'Correct this\u2026',
    title: 'Correct this',
    what: 'What is right',
    kinds: {
      present: 'It is in this place',
      absent: 'It is not in this place',
      same: 'It is the same change as another commit',
      different: 'It is not the same change as another commit',
      'release-only': 'It is meant for one release alone',
      'not-release-only': 'It is not meant for one release alone',
    } satisfies Record<Correction['kind'], string>,
    other: 'The other commit',
    otherPlaceholder: 'Commit, such as 3f2a1c9',
    why: 'Why (kept with your name)',
    save: 'Record the correction',
    cancel: 'Cancel',
    said: (correction: Correction, short: (commit: string) => string): string => {
      switch (correction.kind) {
        case 'same':
          return `${short(correction.one)} is the same change as ${short(correction.other)}`;
        case 'different':
          return `${short(correction.one)} is not the same change as ${short(correction.other)}`;
        case 'present':
          return `It is in ${short(correction.at)} and what descends from it`;
        case 'absent':
          return `It is not in ${short(correction.at)} and what descends from it`;
        case 'release-only':
          return 'It is meant for one release alone';
        case 'not-release-only':
          return 'It is not meant for one release alone';
      }
    },
  },
};
