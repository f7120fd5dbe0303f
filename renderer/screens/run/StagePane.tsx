/** What the chosen stage did: its output as a terminal, its tests, its coverage, and the ways on from it. */
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { isOpen } from '../../../shared/domain/operation.ts';
import type { Run, Stage } from '../../../shared/domain/run.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Chip } from '../../components/Chip.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { coverageText, hasOutput, stageKey } from '../../components/run/figures.ts';
import { StageMark } from '../../components/run/Mark.tsx';
import { stageTitle, words as runWords } from '../../components/run/words.ts';
import { loadTerminal } from '../../terminal/load.ts';
import type { StageTab } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { bytes, count } from '../../text/count.ts';
import { LookInto } from './LookInto.tsx';
import classes from './RunPage.module.css';
import { Tests } from './Tests.tsx';
import { useRetry } from './useRetry.ts';
import { words } from './words.ts';

const Terminal = lazy(() => loadTerminal().catch(loadTerminal));

interface StagePaneProps {
  readonly run: Run;
  readonly stage: Stage;
  readonly tab: StageTab;
  readonly show: (tab: StageTab) => void;
  /** Keeps this stage on the page, whatever the others do. */
  readonly hold: () => void;
}

export function StagePane({ run, stage, tab, show, hold }: StagePaneProps) {
  const { tests, problem, status } = stage;
  return (
    <section className={classes.pane} aria-label={stageTitle(stage)}>
      <header className={classes.paneHead}>
        <h2>{stageTitle(stage)}</h2>
        <StageMark status={status} />
        <Facts stage={stage} />
        <div className={classes.paneTools}>
          {tests && (
            <SegmentedControl
              size="xs"
              aria-label={words.stages}
              value={tab}
              onChange={(value) => show(value === 'tests' ? 'tests' : 'output')}
              data={[
                { value: 'output', label: words.tabs.output },
                {
                  value: 'tests',
                  label: tests.failed > 0 ? `${words.tabs.tests} (${runWords.failed(tests.failed)})` : words.tabs.tests,
                },
              ]}
            />
          )}
          <Ways run={run} stage={stage} />
        </div>
      </header>
      {problem && <ProblemNotice problem={problem} compact />}
      {tab === 'tests' && tests ? (
        <Tests project={run.project} run={run.id} stage={stage.name} fresh={status} />
      ) : (
        <Output run={run} stage={stage} hold={hold} />
      )}
    </section>
  );
}

function Facts({ stage }: { readonly stage: Stage }) {
  const { code, coverage, tests, outputBytes } = stage;
  return (
    <>
      {code !== null && <span className="quiet">{words.code(code)}</span>}
      {tests && tests.newlyFailed > 0 && <Chip tone="bad">{runWords.newly(tests.newlyFailed)}</Chip>}
      {tests && tests.flaky > 0 && <Chip tone="wait">{runWords.flaky(tests.flaky)}</Chip>}
      {coverage && (
        <span className={classes.facts} title={`${count(coverage.covered, 'line')} of ${coverage.lines}`}>
          <span className={classes.bar} aria-hidden>
            <span
              className={classes.covered}
              style={{ display: 'block', width: `${(100 * coverage.covered) / Math.max(1, coverage.lines)}%` }}
            />
          </span>
          {runWords.coverage(coverageText(coverage))}
        </span>
      )}
      {outputBytes > 0 && <span className="quiet">{words.kept(bytes(outputBytes))}</span>}
    </>
  );
}

/** To what the stage leads: the environment, the operation, the run that it was taken from; and once more. */
function Ways({ run, stage }: { readonly run: Run; readonly stage: Stage }) {
  const { go, showOperation } = useStore.getState();
  const lost = useStore((state) => (state.link.phase === 'connected' ? null : 'The engine does not answer.'));
  const { busy, problem, retry } = useRetry(run);
  const { environment, operation, kind, status, name } = stage;
  const { project } = run;
  const again = status === 'passed' || status === 'failed' || status === 'cancelled' || status === 'reused';
  return (
    <>
      {kind === 'deploy' && environment !== null && (
        <Button size="xs" variant="default" onClick={() => go({ screen: 'home', project, environment })}>
          {words.environment}
        </Button>
      )}
      {operation !== null && (
        <Button
          size="xs"
          variant="default"
          onClick={() =>
            status === 'reused' ? go({ screen: 'run', project, run: operation }) : showOperation(operation)
          }
        >
          {status === 'reused' ? words.reusedFrom : words.deployment}
        </Button>
      )}
      {kind === 'command' && status === 'failed' && (
        <LookInto project={project} run={run.id} stage={name} fresh={run.operationStatus} />
      )}
      {kind !== 'deploy' && (
        <ActionButton
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={15} />}
          label={words.actions.retryStageTip(stageTitle(stage))}
          reason={lost ?? (isOpen(run.operationStatus) ? words.actions.running : again ? null : words.actions.notRun)}
          loading={busy}
          run={() => retry(name)}
        >
          {words.actions.retryStage}
        </ActionButton>
      )}
      {problem && <ProblemNotice problem={problem} compact />}
    </>
  );
}

function Output({ run, stage, hold }: Pick<StagePaneProps, 'run' | 'stage' | 'hold'>) {
  const { status, kind, outputBytes } = stage;
  if (status === 'pending') return <p className="quiet">{words.pending}</p>;
  if (status === 'skipped' || (status === 'cancelled' && outputBytes === 0))
    return <p className="quiet">{words.skipped}</p>;
  if (!hasOutput(stage)) return <p className="quiet">{words.noOutput[kind === 'deploy' ? 'deploy' : 'release']}</p>;
  return (
    <Suspense fallback={<Skeleton height={320} role="status" aria-label={words.loadingTerminal} />}>
      <Terminal
        key={stageKey(stage)}
        project={run.project}
        run={run.id}
        stage={stage.name}
        size={outputBytes}
        live={status === 'running'}
        hold={hold}
      />
    </Suspense>
  );
}
