/** Every sentence of the preview. */
import type { Preview } from '../../../shared/api/releases.ts';
import { releaseName } from '../../screens/home/diagram/words.ts';
import type { DialogState } from '../../state/dialogs.ts';
import { inert } from '../../text/inert.ts';

export type Move = Extract<DialogState, { kind: 'promotion' | 'rollback' }>;

export const words = {
  promotion: (to: string) => `Promotion to ${inert(to)}`,
  rollback: (environment: string) => `Rollback of ${inert(environment)}`,
  loading: 'Working out exactly what would happen',
  again: 'Look again',
  runs: 'What will run',
  now: 'Runs now',
  nothingNow: 'Nothing runs here yet.',
  restores: (n: number) => `Brings back revision #${n} with its configuration.`,
  address: 'Address',
  comes: 'Comes',
  leaves: 'Leaves',
  none: 'no commits',
  noChange: 'The same commits: nothing comes and nothing leaves.',
  workItems: 'Work items',
  more: (n: number) => `and ${n} more`,
  configuration: 'Configuration',
  sameConfiguration: 'The configuration stays as it is.',
  absent: 'not set',
  how: 'How',
  expected: (time: string) => `About ${time}, as earlier runs here.`,
  unexpected: 'There is no earlier run here to say how long it takes.',
  gates: 'Gates',
  noGates: 'No gate holds this.',
  gateOpen: 'open',
  gateClosed: 'holds',
  approve: (environment: string) => `Approve for ${inert(environment)}`,
  rollout: 'Rollout',
  warm: (time: string) => `What runs now stays started for ${time}: until then the way back is a switch.`,
  watched: 'Watched by',
  unwatched: 'No check watches it: it goes on whatever the traffic shows.',
  ways: {
    switch: {
      title: 'By a switch: milliseconds',
      text: 'It still runs. Only the traffic moves, at one instant; nothing is started.',
    },
    start: {
      title: 'By a start: seconds',
      text: 'Its images are here. Containers start and get healthy; then the traffic moves.',
    },
    pull: {
      title: 'By a pull: as long as the images take',
      text: 'They come from the registry first; then containers start, and then the traffic moves.',
    },
  },
  alsoBack: 'Take back with it',
  alsoBackText: 'They run the same release. All of them begin, or none.',
  alsoTo: (revision: number | null, release: string) =>
    revision === null ? `to ${inert(release)}` : `to #${revision}, ${inert(release)}`,
  neverAgain: (release: string) => `Never again: reject ${inert(release)}`,
  neverAgainText: 'It may not be promoted anywhere any more, with this reason.',
  rejectWhy: 'Why (kept with the rejection)',
  wayBack: 'Way back',
  notices: 'To know',
  refused: 'This is not possible now',
  loses: (n: number, environment: string) =>
    `Takes ${n === 1 ? 'a hotfix' : `${n} hotfixes`} out of ${inert(environment)}`,
  losesText: 'These came here by the hotfix lane, and the release does not hold them:',
  loseAnyway: (n: number) => `Go on although it loses ${n === 1 ? 'it' : `these ${n}`}\u2026`,
  loseWhy: 'Why it may lose them (kept in the history)',
};

/** What the primary button says: exactly what it does. */
export function actionLabel(move: Move, preview: Preview, others = 0): string {
  if (move.kind === 'promotion')
    return `Promote ${inert(releaseName(preview.release))} to ${inert(preview.environment)}`;
  const to = preview.restores === null ? inert(releaseName(preview.release)) : `#${preview.restores}`;
  const more = others === 0 ? '' : `, and ${others === 1 ? 'one other' : `${others} others`}`;
  return `Roll back ${inert(preview.environment)} to ${to}${more}`;
}
