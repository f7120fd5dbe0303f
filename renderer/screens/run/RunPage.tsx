/** A run: its stages as they go, and what the chosen one printed and tested. */
import { Skeleton, Stack } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { Run, Stage } from '../../../shared/domain/run.ts';
import { stageInSight, stageKey } from '../../components/run/figures.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import type { Route, StageTab } from '../../state/address.ts';
import { useMoves } from '../../state/useMoves.ts';
import { useStore } from '../../state/store.ts';
import { Compare } from './Compare.tsx';
import { BackToRuns, RunHead } from './RunHead.tsx';
import classes from './RunPage.module.css';
import { StageFlow } from './StageFlow.tsx';
import { StagePane } from './StagePane.tsx';
import { words } from './words.ts';

type RunRoute = Extract<Route, { screen: 'run' }>;

export default function RunPage({ route }: { readonly route: RunRoute }) {
  const { project, run } = route;
  const { data, problem, ask } = useAnswer('run.get', { project, run }, { fresh: useMoves(`run ${run}`) });
  return (
    <div className={classes.screen}>
      {problem && problem.code !== 'failed.engine-gone' && (
        <ProblemNotice problem={problem} action={{ label: words.again, run: ask }} />
      )}
      {!data && <BackToRuns project={project} />}
      {!data && !problem && (
        <Stack role="status" aria-label={words.loading}>
          <Skeleton height={44} width={420} />
          <Skeleton height={62} />
          <Skeleton height={360} />
        </Stack>
      )}
      {data && <Body run={data.run} route={route} />}
    </div>
  );
}

function Body({ run, route }: { readonly run: Run; readonly route: RunRoute }) {
  const go = useStore((state) => state.go);
  const chosen = run.stages.find((stage) => stageKey(stage) === route.stage) ?? stageInSight(run.stages);
  const tab = tabOf(route.tab, chosen);
  const { project, screen } = route;
  const show = (stage: string, next?: StageTab) =>
    go({ screen, project, run: run.id, stage, ...(next ? { tab: next } : {}) }, { replace: true });
  useHotkeys([['e', () => chosen?.tests && show(stageKey(chosen), tab === 'tests' ? 'output' : 'tests')]]);
  return (
    <>
      <RunHead run={run} comparing={route.with !== undefined} />
      {run.problem && run.status === 'needs-attention' && <ProblemNotice problem={run.problem} compact />}
      <StageFlow stages={run.stages} chosen={chosen && stageKey(chosen)} choose={(key) => show(key)} />
      {route.with !== undefined ? (
        <Compare run={run} other={route.with} />
      ) : (
        chosen && (
          <StagePane
            key={stageKey(chosen)}
            run={run}
            stage={chosen}
            tab={tab}
            show={(next) => show(stageKey(chosen), next)}
            hold={() => route.stage === undefined && show(stageKey(chosen), route.tab)}
          />
        )
      )}
    </>
  );
}

/** What was asked for; else the tests where some failed, for they say it shortest. */
function tabOf(asked: StageTab | undefined, stage: Stage | null): StageTab {
  if (!stage?.tests) return 'output';
  return asked ?? (stage.tests.failed > 0 ? 'tests' : 'output');
}
