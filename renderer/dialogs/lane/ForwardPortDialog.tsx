/** Prepares the way of a lane's changes to main. */
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { CommitNames } from './CommitNames.tsx';
import classes from './lane.module.css';
import { useLane, useRun } from './useRun.ts';
import { words } from './words.ts';

export function ForwardPortDialog({ project, lane: id }: { readonly project: string; readonly lane: string }) {
  const close = useStore((state) => state.closeDialog);
  const go = useStore((state) => state.go);
  const forwardPort = useStore((state) => state.forwardPort);
  const lane = useLane(project, id);
  const [way, setWay] = useState<'picks' | 'merge'>('picks');
  const { busy, problem, run } = useRun(async () => {
    const made = await forwardPort(project, id, way);
    go({ screen: 'hotfix', project, lane: made.id });
  });
  const missing = lane?.forwardPort.missing ?? [];
  const { forward } = words;
  return (
    <Modal opened onClose={close} title={forward.title} size={600}>
      <Stack gap="md">
        <Text>{forward.text(inert(lane?.branch ?? id), missing.length)}</Text>
        {missing.length > 0 && (
          <div className={classes.box}>
            <h3>{forward.missing}</h3>
            <CommitNames label={forward.missing} commits={missing} />
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
