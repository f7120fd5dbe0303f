/** The keys that work everywhere. They rest while a dialog is open or a field has the focus. */
import { useHotkeys } from '@mantine/hooks';
import { openUrl } from '../components/openUrl.ts';
import { promoteFrom } from '../screens/home/diagram/useNodeKeys.ts';
import { rolloutInSight } from '../state/rollouts.ts';
import { useStore, type State } from '../state/store.ts';
import type { RolloutState } from '../../shared/domain/rollout.ts';

const screens = ['home', 'runs', 'changes', 'hotfix', 'releases', 'history', 'commits', 'settings'] as const;

export function useShortcuts(): void {
  const free = (act: () => void) => () => {
    if (!useStore.getState().dialog) act();
  };
  const inProject = (act: (project: string) => void) =>
    free(() => {
      const { route } = useStore.getState();
      if (route.screen !== 'welcome') act(route.project);
    });
  const selected = (act: (project: string, environment: string) => void) =>
    free(() => {
      const { route } = useStore.getState();
      if (route.screen === 'home' && route.environment) act(route.project, route.environment);
    });
  useHotkeys([
    ...screens.map((screen, index): [string, () => void] => [
      String(index + 1),
      inProject((project) => useStore.getState().go({ screen, project })),
    ]),
    ['b', inProject((project) => useStore.getState().openDialog({ kind: 'build', project }))],
    ['shift+b', inProject((project) => useStore.getState().openDialog({ kind: 'run', project }))],
    ['h', inProject(toHotfix)],
    ['j', inProject(() => useStore.getState().arrange({ drawerOpen: !useStore.getState().drawerOpen }))],
    ['t', free(() => document.querySelector<HTMLElement>('[data-theme-switch]')?.click())],
    ['shift+?', free(() => useStore.getState().openDialog({ kind: 'shortcuts' }))],
    ['?', free(() => useStore.getState().openDialog({ kind: 'shortcuts' }))],
    ['/', free(() => document.querySelector<HTMLElement>('[data-list-search]')?.focus())],
    ['Escape', selected((project) => useStore.getState().go({ screen: 'home', project }))],
    ['p', selected((project, environment) => promoteFrom(environment, project))],
    ['r', selected((project, environment) => rollBack(project, environment))],
    ['w', selected((project, environment) => useStore.getState().openDialog({ kind: 'hold', project, environment }))],
    ['s', free(onRollout(({ can, operation }, state) => can.pause.possible && void state.pauseRollout(operation)))],
    ['g', free(onRollout(({ can, operation }, state) => can.proceed.possible && void state.proceedRollout(operation)))],
    [
      'n',
      free(
        onRollout(
          ({ can, operation }, state) => can.promote.possible && state.openDialog({ kind: 'promote-now', operation }),
        ),
      ),
    ],
    [
      'x',
      free(
        onRollout(
          ({ operation }, state) =>
            state.operations[operation]?.can.abort.possible && state.openDialog({ kind: 'abort', operation }),
        ),
      ),
    ],
    [
      'l',
      selected((project, environment) => useStore.getState().go({ screen: 'home', project, environment, tab: 'logs' })),
    ],
    [
      'o',
      selected((project, environment) => {
        const url = useStore
          .getState()
          .statuses[project]?.environments.find((known) => known.name === environment)?.url;
        if (url) openUrl(url);
      }),
    ],
  ]);
}

/** Does something with the rollout that the person looks at, where one goes on. */
const onRollout = (act: (rollout: RolloutState, state: State) => unknown) => () => {
  const state = useStore.getState();
  const rollout = rolloutInSight(state);
  if (rollout) act(rollout, state);
};

/** To the lane that is open; where there is none, to the dialog that starts one. */
function toHotfix(project: string): void {
  const { statuses, go, openDialog } = useStore.getState();
  go({ screen: 'hotfix', project });
  if (statuses[project]?.lanes.length === 0) openDialog({ kind: 'start-lane', project });
}

function rollBack(project: string, environment: string): void {
  const { statuses, openDialog } = useStore.getState();
  const known = statuses[project]?.environments.find((candidate) => candidate.name === environment);
  if (known?.rollback.possible) openDialog({ kind: 'rollback', project, environment });
}
