/** “Hotfix now, then the parked candidate”: what production gains, loses and gets twice at each step. */
import { Button, Group, Modal, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChecks, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import type { Change, MovementStep } from '../../../shared/domain/change.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { Chip } from '../../components/Chip.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { productionOf } from '../../components/forecast/useTarget.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import type { Tone } from '../../components/tone.ts';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { CommitNames } from './CommitNames.tsx';
import classes from './lane.module.css';
import { candidatesOf } from './candidates.ts';
import { words } from './words.ts';

export function SimulateDialog({ project, lane: id }: { readonly project: string; readonly lane: string }) {
  const close = useStore((state) => state.closeDialog);
  const status = useStatus();
  const lanes = useStore((state) => state.lanes[project]);
  const production = status && productionOf(status);
  const candidates = status ? candidatesOf(status, lanes?.parked ?? []) : [];
  const [chosen, choose] = useState<string | null>(null);
  const candidate = candidates.find((one) => one.commit === chosen) ?? candidates[0];
  const answer = useAnswer(
    'changes.simulate',
    production
      ? { project, sequence: [production.name, `lane:${id}`, ...(candidate ? [candidate.commit] : [])] }
      : null,
  );
  const { simulate } = words;
  return (
    <Modal opened onClose={close} title={simulate.title} size={680} data-testid="simulation">
      <Stack gap="md">
        <Text>{candidate ? simulate.text : simulate.noParked}</Text>
        {candidates.length > 1 && (
          <NativeSelect
            size="xs"
            label={simulate.parked}
            value={candidate?.commit ?? ''}
            data={candidates.map((one) => ({ value: one.commit, label: inert(one.label) }))}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        )}
        {answer.problem && <ProblemNotice problem={answer.problem} />}
        {answer.loading && !answer.data && !answer.problem && (
          <Stack role="status" aria-label={simulate.loading}>
            <Skeleton height={70} />
            <Skeleton height={70} />
          </Stack>
        )}
        {answer.data?.steps.map((step, index) => (
          <Step key={index} step={step} name={stepName(step, candidate)} />
        ))}
        {answer.data?.steps.some((step) => step.loses.length > 0) && <Text c="var(--bad)">{simulate.lost}</Text>}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={close}>
            {words.close}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const stepName = (step: MovementStep, candidate: { commit: string; label: string } | undefined) => {
  const titleOf = (place: MovementStep['to']) =>
    candidate && place.commit === candidate.commit && place.kind === 'ref' ? candidate.label : place.title;
  return words.simulate.then(inert(titleOf(step.from)), inert(titleOf(step.to)));
};

function Step({ step, name }: { readonly step: MovementStep; readonly name: string }) {
  const { simulate } = words;
  const nothing = step.gains.length + step.loses.length + step.twice.length === 0;
  return (
    <section className={`${classes.box} ${classes.step}`} aria-label={name}>
      <h3>
        <Foreign text={name} /> <span className="mono quiet">{shortSha(step.to.commit)}</span>
      </h3>
      {nothing && <div className="quiet">{simulate.nothing}</div>}
      <Movement tone="bad" icon={IconArrowDown} title={simulate.loses(step.loses.length)} changes={step.loses} />
      <Movement tone="good" icon={IconArrowUp} title={simulate.gains(step.gains.length)} changes={step.gains} />
      <Movement tone="wait" icon={IconChecks} title={simulate.twice(step.twice.length)} changes={step.twice} />
    </section>
  );
}

/** Changes that are listed of each direction. */
const most = 100;

interface MovementProps {
  readonly tone: Tone;
  readonly icon: Icon;
  readonly title: string;
  readonly changes: readonly Change[];
}

function Movement({ tone, icon, title, changes }: MovementProps) {
  if (changes.length === 0) return null;
  return (
    <div>
      <Chip tone={tone} icon={icon}>
        {title}
      </Chip>
      <CommitNames label={title} commits={changes.slice(0, most).map(({ id, subject }) => ({ commit: id, subject }))} />
    </div>
  );
}
