/** Prepares the way of a lane's changes to main. */
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { mostPicks, type PickForecast, type PickPlan } from '../../../shared/domain/hotfix.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { Mark } from '../../components/forecast/ForecastMark.tsx';
import { forecastLook, pending, pickLooks } from '../../components/forecast/looks.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { useRun } from '../useRun.ts';
import { CommitNames } from './CommitNames.tsx';
import classes from './lane.module.css';
import { useLane } from './useLane.ts';
import { words } from './words.ts';

export function ForwardPortDialog({ project, lane: id }: { readonly project: string; readonly lane: string }) {
  const close = useStore((state) => state.closeDialog);
  const go = useStore((state) => state.go);
  const forwardPort = useStore((state) => state.forwardPort);
  const lane = useLane(project, id);
  const [way, setWay] = useState<'picks' | 'merge'>('picks');
  const { busy, problem, run } = useRun(
    () => forwardPort(project, id, way),
    (made) => go({ screen: 'hotfix', project, lane: made.id }),
  );
  const missing = lane?.forwardPort.missing ?? [];
  const main = useStatus()?.main;
  const plan = useAnswer(
    'hotfix.plan',
    main?.commit && missing.length > 0
      ? {
          ...{ project, onto: main.commit, prerequisites: false },
          picks: missing.slice(0, mostPicks).map(({ commit }) => commit),
        }
      : null,
  );
  const known = plan.data !== null;
  const { forward } = words;
  return (
    <Modal opened onClose={close} title={forward.title} size={600}>
      <Stack gap="md">
        <Text>{forward.text(inert(lane?.branch ?? id), missing.length)}</Text>
        {missing.length > 0 && (
          <div className={classes.box}>
            <h3>{forward.missing}</h3>
            <CommitNames
              label={forward.missing}
              commits={missing}
              {...(way === 'picks'
                ? { mark: (index: number) => <Outlook pick={plan.data?.picks[index]} known={known} /> }
                : {})}
            />
            {way === 'picks' ? (
              <Forecast plan={plan.data} count={missing.length} main={main?.branch ?? ''} />
            ) : (
              <Text size="sm" mt={6} className="quiet">
                {forward.triedLater}
              </Text>
            )}
            {way === 'picks' && plan.problem && <ProblemNotice problem={plan.problem} compact />}
          </div>
        )}
        <Radio.Group
          label={forward.way}
          value={way}
          onChange={(value) => setWay(value === 'merge' ? 'merge' : 'picks')}
        >
          <Stack gap={8} mt={6}>
            <Radio value="picks" label={forward.picks} description={forward.picksText} />
            <Radio value="merge" label={forward.merge} description={forward.mergeText} />
          </Stack>
        </Radio.Group>
        {problem && <ProblemNotice problem={problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button data-autofocus loading={busy} disabled={!lane} onClick={run}>
            {forward.run}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** What picking one of them would do, on what those before it leave. */
function Outlook({ pick, known }: { readonly pick: PickForecast | undefined; readonly known: boolean }) {
  if (pick) return <Mark look={forecastLook(pick)} />;
  return <Mark look={known ? pickLooks.waiting : pending} />;
}

interface ForecastProps {
  readonly plan: PickPlan | null;
  readonly count: number;
  readonly main: string;
}

/** All of them in one sentence. */
function Forecast({ plan, count, main }: ForecastProps) {
  const { forward } = words;
  const conflict = plan?.picks.find((pick) => pick.forecast === 'conflict');
  return (
    <Text size="sm" mt={6} role="status" {...(conflict ? { c: 'var(--wait)' } : { className: 'quiet' })}>
      {!plan
        ? forward.forecasting
        : conflict
          ? forward.conflicts(shortSha(conflict.commit), inert(main), count - plan.picks.length)
          : forward.applies(inert(main))}
    </Text>
  );
}
