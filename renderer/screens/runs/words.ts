/** Every sentence of the runs screen. */
import { count } from '../../text/count.ts';
import { runLooks } from '../../components/run/looks.ts';
import { runStatuses } from '../../state/address.ts';

export const words = {
  title: 'Runs',
  search: 'Search runs',
  head: ['Status', 'Message', 'Commit', 'Branch', 'Stages', 'Tests', 'Release', 'Started by', 'Started', 'Took'],
  none: 'No run yet',
  noneText: 'A run tests a commit, builds its release and brings it to the environments that follow its branch.',
  notFound: 'No run is like that.',
  clear: 'Show all runs',
  run: 'Run the pipeline',
  branch: 'Branch',
  allBranches: 'All branches',
  status: 'Status',
  anyStatus: 'Any status',
  statuses: runStatuses.map((value) => ({ value, label: runLooks[value].word })),
  watch: {
    title: 'Watching',
    on: (remote: string | null) => (remote === null ? 'Watching the repository' : `Watching ${remote}`),
    off: 'Not watching',
    branches: (n: number) => count(n, 'branch', 'branches'),
    noBranches: 'No branch is watched: no environment follows one.',
    asked: 'asked',
    never: 'not asked yet',
    next: (text: string) => `again in ${text}`,
    soon: 'again now',
    fetch: 'Ask now',
    fetchTip: 'Ask the remote for new commits now',
    tryNow: 'Try now',
    pause: 'Pause\u2026',
    goOn: 'Go on',
    goOnTip: 'Build new commits by itself again',
    nothingNew: 'There is nothing new.',
    running: (n: number, most: number) => `${n} running, ${most} at once`,
    queue: (n: number) => `${n} in line`,
    empty: 'nothing in line',
    more: (n: number) => `and ${n} more`,
  },
};
