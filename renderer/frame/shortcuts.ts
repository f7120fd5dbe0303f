/** Every key there is, for the hotkeys and for the list that `?` shows. */
const mac = navigator.userAgent.includes('Mac');
export const modifier = mac ? '\u2318' : 'Ctrl';

export const shortcuts: readonly { readonly group: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    group: 'Anywhere',
    keys: [
      [`${modifier} K`, 'Search and commands'],
      ['?', 'This list'],
      ['1 \u2013 8', 'Environments, Runs, Changes, Hotfix, Releases, History, Commits, Settings'],
      ['H', 'Start a hotfix, or go to the open one'],
      ['B', 'Build a release'],
      ['Shift B', 'Run the pipeline'],
      ['J', 'Show or hide operations'],
      ['T', 'Switch theme'],
      ['Esc', 'Close what is open'],
    ],
  },
  {
    group: 'On the diagram',
    keys: [
      ['\u2190 \u2191 \u2192 \u2193', 'To the next environment'],
      ['Enter', 'Preview the promotion of what runs there'],
      ['Space', 'Select'],
      ['F', 'Fit the diagram'],
    ],
  },
  {
    group: 'With an environment selected',
    keys: [
      ['P', 'Promote what runs there'],
      ['R', 'Roll back'],
      ['L', 'Logs'],
      ['O', 'Open its address'],
      ['W', 'Put it on hold, or let automation go on'],
    ],
  },
  {
    group: 'While a rollout goes on',
    keys: [
      ['S', 'Pause it'],
      ['G', 'Go on'],
      ['N', 'Promote now'],
      ['X', 'Cancel and undo'],
    ],
  },
  {
    group: 'In a list',
    keys: [
      ['/', 'Search'],
      ['\u2191 \u2193', 'To the next row'],
      ['Enter', 'Open'],
      ['Space', `Choose; with ${modifier} and the arrows beside what is chosen, with Shift a range`],
      [`${modifier} A`, 'Choose all'],
      ['P', 'Pick what is chosen onto the lane'],
    ],
  },
  {
    group: 'On a run',
    keys: [
      ['\u2190 \u2191 \u2192 \u2193', 'To the next stage'],
      ['E', 'Its tests, or its output'],
      ['Y', 'Try it again'],
      ['X', 'Cancel it'],
    ],
  },
  {
    group: 'In a terminal',
    keys: [
      ['/', 'Search in all of the output'],
      ['Enter, Shift Enter', 'Next, previous match'],
      ['Home, End', 'To the beginning; to the end, and follow'],
      ['Page \u2191 \u2193', 'A page up, down'],
    ],
  },
  {
    group: 'In a shell',
    keys: [
      ['Ctrl Shift L', 'Leave the terminal, to the button that ends the shell'],
      [`${modifier} C`, 'Copy what is selected; without a selection Ctrl C interrupts'],
      [`${modifier} V`, 'Paste; lines that would run at once are asked about'],
    ],
  },
  {
    group: 'On a revision',
    keys: [
      ['V', 'Run its checks now'],
      ['\u2190 \u2192', 'Along a chart'],
    ],
  },
  {
    group: 'In the changes of a commit',
    keys: [['[ ]', 'Previous, next file']],
  },
  {
    group: 'On the lane',
    keys: [
      ['Alt \u2191 \u2193', 'Move the pick'],
      ['Delete', 'Take it out'],
      [`${modifier} Z`, 'Undo the last edit'],
      ['Enter', 'Settle its conflict'],
    ],
  },
  {
    group: 'In a conflict',
    keys: [
      ['F7, Shift F7', 'Next, previous conflict'],
      ['Alt 1, 2, 3', 'Accept ours, theirs, both'],
      [`${modifier} Enter`, 'Settle the pick'],
    ],
  },
];
