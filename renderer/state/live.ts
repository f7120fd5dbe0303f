/** Keeps the state fresh: follows the engine's events for as long as the window lives, through every reconnect. */
import { notifications } from '@mantine/notifications';
import type { Output } from '../../shared/api/contract.ts';
import { isOpen, type Operation } from '../../shared/domain/operation.ts';
import { bridge } from '../transport/bridge.ts';
import { engine, link } from '../transport/engine.ts';
import { useStore } from './store.ts';

type AnyEvent = Output<'events.follow'>;

let lastSeq: number | undefined;

/** Starts following; called once. */
export function startLive(): void {
  const { setLink, followAddress } = useStore.getState();
  addEventListener('popstate', followAddress);
  addEventListener('hashchange', followAddress);
  bridge?.onAddress((address) => {
    location.hash = address;
  });
  link.subscribe((state) => {
    setLink(state);
    if (state.phase === 'connected') void connected();
  });
  if (link.state().phase === 'connected') void connected();
  useStore.subscribe((state, before) => {
    const project = state.route.screen === 'welcome' ? null : state.route.project;
    const previous = before.route.screen === 'welcome' ? null : before.route.project;
    if (project !== previous) loadProject();
  });
}

async function connected(): Promise<void> {
  const { loadEngineInfo, loadProjects } = useStore.getState();
  void loadEngineInfo().catch(() => undefined);
  void loadProjects();
  loadProject();
  try {
    for await (const event of engine.stream('events.follow', lastSeq === undefined ? {} : { after: lastSeq }))
      take(event);
  } catch {
    // The link tells when the engine is gone, and calls again when it is back.
  }
}

function loadProject(): void {
  const { route, loadStatus, loadOperations } = useStore.getState();
  if (route.screen === 'welcome') return;
  void loadStatus(route.project);
  void loadOperations(route.project).catch(() => undefined);
}

function take(event: AnyEvent): void {
  const { refreshStatus, refreshRollout, loadProjects, loadOperation } = useStore.getState();
  if ('live' in event) {
    if (event.live === 'operation') operationMoved(event);
    else if (event.live === 'rollout') rolloutMoved(event);
    else if (event.live === 'run') pipelineMoved(event.project, 'runs', `run ${event.run}`);
    else if (event.live === 'watch') pipelineMoved(event.project, 'watch');
    else {
      refreshStatus();
      if (event.live === 'refs') pipelineMoved(event.project, 'tests', 'tree', 'watch');
    }
    return;
  }
  lastSeq = event.seq;
  refreshStatus();
  moveFor(event);
  if (event.type === 'project.opened' || event.type === 'project.forgotten') void loadProjects();
  if (event.operation && event.type.startsWith('rollout.')) refreshRollout(event.operation);
  if (event.operation && event.type.startsWith('operation.'))
    void loadOperation(event.operation).then(announce, () => undefined);
}

/** What a recorded event makes worth asking again. */
function moveFor({ type, project, operation }: Extract<AnyEvent, { seq: number }>): void {
  if (!project) return;
  if (type.startsWith('testEnvironment.')) pipelineMoved(project, 'tests');
  else if (type.startsWith('watch.')) pipelineMoved(project, 'watch');
  else if (operation && (type.startsWith('operation.') || type === 'run.stage'))
    pipelineMoved(project, 'runs', `run ${operation}`);
}

/** As for rollouts: only of the project that can be seen. */
function pipelineMoved(project: string, ...what: readonly string[]): void {
  const { route, moved } = useStore.getState();
  if (route.screen !== 'welcome' && route.project === project) moved(...what);
}

/** Only what can be seen is asked for: rollouts of other projects go on unwatched. */
function rolloutMoved(event: Extract<AnyEvent, { live: 'rollout' }>): void {
  const { route, refreshRollout } = useStore.getState();
  if (route.screen !== 'welcome' && route.project === event.project) refreshRollout(event.operation);
}

function operationMoved(event: Extract<AnyEvent, { live: 'operation' }>): void {
  const { moveOperation, loadOperation, refreshStatus } = useStore.getState();
  const known = moveOperation(event);
  if (!known || !isOpen(event.status) || event.status === 'needs-attention') {
    void loadOperation(event.operation).then(announce, () => undefined);
    refreshStatus();
  }
}

const announced = new Set<string>();

/** Says once how an operation ended, and opens its account by itself when something is wrong. */
function announce(operation: Operation): void {
  const { route, arrange, showOperation } = useStore.getState();
  const key = `${operation.id} ${operation.status}`;
  const here = route.screen !== 'welcome' && route.project === operation.project;
  const recent = operation.endedAt === null || Date.now() - operation.endedAt < 60_000;
  if (!here || !recent || announced.has(key) || operation.status === 'running' || operation.status === 'waiting')
    return;
  announced.add(key);
  // The page of a run says how it ended, and what every commit does by itself is no news.
  if (operation.kind === 'run' && (isShown(operation) || operation.by === 'slipway')) return;
  if (operation.status === 'done') {
    notifications.show({ title: 'Done', message: operation.title, color: 'green' });
  } else if (operation.status !== 'aborted') {
    showOperation(operation.id);
    arrange({ drawerOpen: true });
  }
}

const isShown = ({ id }: Operation): boolean => {
  const { route } = useStore.getState();
  return route.screen === 'run' && route.run === id;
};
