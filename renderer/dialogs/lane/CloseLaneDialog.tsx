/** Closes a lane: because it has done its work, or because it is given up. Says what goes and what stays. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { LaneStatus } from '../../../shared/domain/hotfix.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { Reason } from '../../components/Reason.tsx';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { inert, shorten } from '../../text/inert.ts';
import { useRun } from '../useRun.ts';
import { CommitNames } from './CommitNames.tsx';
import classes from './lane.module.css';
import { useLane } from './useLane.ts';
import { words } from './words.ts';

interface CloseLaneDialogProps {
  readonly project: string;
  readonly lane: string;
  readonly action: 'finish' | 'abandon';
}

export function CloseLaneDialog({ project, lane: id, action }: CloseLaneDialogProps) {
  const close = useStore((state) => state.closeDialog);
  const editLane = useStore((state) => state.editLane);
  const lane = useLane(project, id);
  const [why, setWhy] = useState('');
  const { busy, problem, run } = useRun(() =>
    editLane(project, id, (base) =>
      // What the dialog shows is what is closed: an edit in between is looked at first.
      engine.call(`hotfix.${action}`, {
        ...base,
        version: lane?.version ?? base.version,
        ...(why.trim() ? { why: why.trim() } : {}),
      }),
    ),
  );
  const text = words[action];
  return (
    <Modal opened onClose={close} title={text.title(shorten(inert(lane?.branch ?? id), 40))} size={560}>
      <Stack gap="md">
        <Text>{text.text}</Text>
        {lane && (action === 'abandon' ? <WhatGoes lane={lane} /> : <WhatIsOpen lane={lane} />)}
        <Reason label={words.why} why={why} say={setWhy} />
        {problem && <ProblemNotice problem={problem} />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={close}>
            {words.cancel}
          </Button>
          <Button {...(action === 'abandon' ? { color: 'red' } : {})} loading={busy} disabled={!lane} onClick={run}>
            {text.run}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function WhatGoes({ lane }: { readonly lane: LaneStatus }) {
  const { abandon } = words;
  return (
    <ul className={classes.plain}>
      <li>{abandon.picks(lane.picks.length)}</li>
      {lane.runsIn.length > 0 && <li>{abandon.runs(inert(lane.runsIn.join(', ')))}</li>}
      {lane.published.length > 0 && <li>{abandon.published(inert(lane.published.map((one) => one.to).join(', ')))}</li>}
      <li>{abandon.stays}</li>
    </ul>
  );
}

function WhatIsOpen({ lane }: { readonly lane: LaneStatus }) {
  const { missing } = lane.forwardPort;
  if (missing.length === 0) return null;
  return (
    <div className={classes.box}>
      <h3>{words.finish.open}</h3>
      <CommitNames label={words.finish.open} commits={missing} />
    </div>
  );
}
