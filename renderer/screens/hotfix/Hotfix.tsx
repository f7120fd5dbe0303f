/** The release lane: where picks come from, the lane itself, and what a commit changes, side by side. */
import { Skeleton, Stack } from '@mantine/core';
import { useDebouncedCallback, useHotkeys } from '@mantine/hooks';
import { IconGitBranch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { LaneStatus, Parked } from '../../../shared/domain/hotfix.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import { EmptyPlace } from '../../components/EmptyPlace.tsx';
import { usePicking } from '../../components/forecast/usePicking.ts';
import { currentLane, useLanes, useTarget } from '../../components/forecast/useTarget.ts';
import { Page } from '../../components/Page.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useResizer } from '../../components/useResizer.ts';
import { openLanes } from '../../state/lanes.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { DetailPane } from './DetailPane.tsx';
import classes from './Hotfix.module.css';
import { LaneHead } from './LaneHead.tsx';
import { LaneNotes } from './LaneNotes.tsx';
import { LanePane } from './LanePane.tsx';
import { NoLane } from './NoLane.tsx';
import { SourcePane, type HotfixFilter, type HotfixRoute } from './SourcePane.tsx';
import { useLaneEdits } from './useLaneEdits.ts';
import { words } from './words.ts';

// The editor and its languages come when there is a conflict to settle: nothing of them is in the first load.
const loadEditor = () => import('./editor/Editor.tsx');
const Editor = lazy(() => loadEditor().catch(loadEditor));

export default function Hotfix({ route }: { readonly route: HotfixRoute }) {
  const { project } = route;
  const { lanes, parked, loaded, problem } = useLanes(project);
  const status = useStatus();
  const lane = route.lane ? lanes.find((one) => one.id === route.lane) : currentLane(lanes);
  if (!loaded || !status)
    return (
      <Page title={words.title}>
        {problem ? (
          <ProblemNotice problem={problem} />
        ) : (
          <Stack px="lg" role="status" aria-label={words.loading}>
            <Skeleton height={40} />
            <Skeleton height={300} />
          </Stack>
        )}
      </Page>
    );
  if (!lane && route.lane)
    return (
      <Page title={words.title}>
        <EmptyPlace icon={IconGitBranch} title={words.gone} />
      </Page>
    );
  if (!lane) return <NoLane project={project} closed={lanes} />;
  if (route.pick)
    return (
      <Suspense>
        <Editor key={`${lane.id} ${route.pick}`} lane={lane} pick={route.pick} file={route.file} />
      </Suspense>
    );
  return <LaneScreen key={lane.id} route={route} lane={lane} lanes={lanes} parked={parked} status={status} />;
}

interface LaneScreenProps {
  readonly route: HotfixRoute;
  readonly lane: LaneStatus;
  readonly lanes: readonly LaneStatus[];
  readonly parked: readonly Parked[];
  readonly status: ProjectStatus;
}

function LaneScreen({ route, lane, lanes, parked, status }: LaneScreenProps) {
  const { project } = route;
  const go = useStore((state) => state.go);
  const target = useTarget(lane, project);
  const add = usePicking(project, lane.id);
  const edits = useLaneEdits(project, lane.id);
  const [focused, setFocused] = useState(route.commit ?? null);
  const change = (next: HotfixFilter) => {
    const { screen: _screen, project: _project, operation: _operation, ...before } = route;
    const entries = Object.entries({ ...before, ...next }).filter(([, value]) => value);
    go({ ...Object.fromEntries(entries), screen: 'hotfix', project }, { replace: true });
  };
  // The address and the diff follow once the keyboard rests: a held arrow key must not ask for every commit it passes.
  const settleOn = useDebouncedCallback((commit: string) => change({ commit }), 160);
  const focus = (sha: string) => {
    setFocused(sha);
    settleOn(sha);
  };
  useHotkeys([
    [
      'mod+Z',
      () => {
        if (!useStore.getState().dialog && lane.status === 'open' && lane.undo) edits.undo();
      },
    ],
  ]);
  const others = lanes.filter((one) => one.status === 'open' || one.id === lane.id);
  return (
    <div className={classes.screen}>
      <LaneHead lane={lane} lanes={others.length > 0 ? others : openLanes(lanes)} status={status} />
      <LaneNotes lane={lane} parked={parked} />
      <div className={classes.panes}>
        <SourcePane
          route={route}
          lane={lane}
          target={target}
          focused={focused}
          focus={focus}
          change={change}
          add={add}
        />
        <Pane size="laneWidth" label={words.source.width} title={words.picks.title}>
          <LanePane lane={lane} shown={route.commit ?? null} show={focus} add={add} />
        </Pane>
        <Pane size="diffWidth" label={words.detail.width} title={words.detail.title}>
          <DetailPane
            project={project}
            commit={route.commit ?? null}
            lane={lane}
            target={target}
            add={add}
            show={focus}
          />
        </Pane>
      </div>
    </div>
  );
}

interface PaneProps {
  readonly size: 'laneWidth' | 'diffWidth';
  readonly label: string;
  readonly title: string;
  readonly children: React.ReactNode;
}

function Pane({ size, label, title, children }: PaneProps) {
  const width = useStore((state) => state[size]);
  const arrange = useStore((state) => state.arrange);
  const handle = useResizer({
    size: width,
    least: 240,
    most: Math.max(240, Math.round(innerWidth * 0.45)),
    axis: 'x',
    resize: (next) => arrange({ [size]: next }),
    label,
  });
  return (
    <section className={classes.pane} style={{ width }} aria-label={title}>
      <div className={classes.handle} {...handle} />
      {children}
    </section>
  );
}
