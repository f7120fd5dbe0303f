/** Every key there is, for the hotkeys and for the list that `?` shows. */
const mac = navigator.userAgent.includes('Mac');
export const modifier = mac ? '\u2318' : 'Ctrl';

export const shortcuts: readonly { readonly group: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    group: 'Anywhere',
    keys: [
      [`${modifier} K`, 'Search and commands'],
      ['?', 'This list'],
      ['1 \u2013 5', 'Environments, Releases, History, Commits, Settings'],
      ['B', 'Build a release'],
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
    ],
  },
  {
    group: 'In a list',
    keys: [
      ['/', 'Search'],
      ['\u2191 \u2193', 'To the next row'],
      ['Enter', 'Open'],
    ],
  },
];
