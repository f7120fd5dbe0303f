/** What the palette offers about the pipeline and the environments of branches. */
import {
  IconDeviceLaptop,
  IconFlask,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconRoute,
  IconTrash,
} from '@tabler/icons-react';
import type { SpotlightActionData } from '@mantine/spotlight';
import type { Output } from '../../shared/api/contract.ts';
import { shortSha } from '../../shared/domain/commit.ts';
import type { ProjectStatus } from '../../shared/domain/project.ts';
import type { Run } from '../../shared/domain/run.ts';
import { notifications } from '@mantine/notifications';
import { problemFrom } from '../../shared/problem.ts';
import { runLooks } from '../components/run/looks.ts';
import { useStore } from '../state/store.ts';
import { firstLine, inert } from '../text/inert.ts';
import { engine } from '../transport/engine.ts';
import { words } from './words.ts';

const { pipeline: say } = words;

/** `watch` is null until the engine has said: then neither pausing nor going on is offered. */
export function pipelineEntries(
  { project: { id: project }, environments }: ProjectStatus,
  watch: Pick<Output<'watch.get'>, 'on' | 'paused'> | null,
): SpotlightActionData[] {
  const { go, openDialog } = useStore.getState();
  const entry = (id: string, label: string, Icon: typeof IconRoute, onClick: () => void): SpotlightActionData => ({
    id: `pipeline ${id}`,
    label,
    leftSection: <Icon size={20} />,
    onClick,
  });
  const made = environments.filter(({ lane, template, name }) => lane === 'test' && !template && name.includes('.'));
  return [
    entry('run', say.run, IconPlayerPlay, () => openDialog({ kind: 'run', project })),
    entry('failed', say.failed, IconRoute, () => go({ screen: 'runs', project, status: 'failed' })),
    entry('new test', say.newTest, IconFlask, () => openDialog({ kind: 'new-test', project })),
    entry('deploy here', say.deployHere, IconDeviceLaptop, () =>
      openDialog({ kind: 'new-test', project, workingTree: true }),
    ),
    entry('fetch', say.fetch, IconRefresh, () => fetchNow(project)),
    ...(watch?.on
      ? [entry('pause', say.pause, IconPlayerPause, () => openDialog({ kind: 'pause-watching', project }))]
      : []),
    ...(watch?.paused ? [entry('go on', say.goOn, IconPlayerPlay, () => goOn(project))] : []),
    ...made.map(({ name }) =>
      entry(`remove ${name}`, inert(say.remove(name)), IconTrash, () =>
        openDialog({ kind: 'remove-test', project, environment: name }),
      ),
    ),
  ];
}

export const runEntries = (project: string, runs: readonly Run[]): SpotlightActionData[] =>
  runs.map((run) => ({
    id: `run ${run.id}`,
    label: firstLine(run.subject),
    description: inert(`${shortSha(run.commit)} on ${run.ref}, ${runLooks[run.status].word.toLowerCase()}`),
    leftSection: <IconRoute size={20} />,
    onClick: () => useStore.getState().go({ screen: 'run', project, run: run.id }),
  }));

const fetchNow = (project: string): void => askWatch(project, engine.call('watch.fetch', { project }));
const goOn = (project: string): void => askWatch(project, engine.call('watch.pause', { project, paused: false }));

/** The screen of the runs shows what came of it. */
function askWatch(project: string, answer: Promise<unknown>): void {
  const { go, moved } = useStore.getState();
  go({ screen: 'runs', project });
  answer.then(
    () => moved('watch'),
    (thrown: unknown) => notifications.show({ message: inert(problemFrom(thrown).message), color: 'red' }),
  );
}
