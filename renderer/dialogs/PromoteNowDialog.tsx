/** Asks why a rollout need not be waited for, and says what is left out. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Foreign } from '../components/Foreign.tsx';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { Reason } from '../components/Reason.tsx';
import { percent } from '../components/rollout/figures.ts';
import { useStore } from '../state/store.ts';
import { useRun } from './useRun.ts';
import { words } from './words.ts';

export function PromoteNowDialog({ operation: id }: { readonly operation: string }) {
  const operation = useStore((state) => state.operations[id]);
  const rollout = useStore((state) => state.rollouts[id] ?? null);
  const close = useStore((state) => state.closeDialog);
  const promote = useStore((state) => state.promoteRollout);
  const [why, setWhy] = useState('');
  const possible = rollout?.can.promote.possible ?? false;
  const skipped = rollout?.stops.slice(rollout.at + 1).filter(({ share }) => share < 100) ?? [];
  const left =
    skipped.length > 0 ? words.promoteNow.stops(skipped.map(({ share }) => percent(share))) : words.promoteNow.rest;
  const { busy, problem, run } = useRun(() => promote(id, why.trim()));
  return (
    <Modal opened onClose={close} title={words.promoteNow.title}>
      <Stack gap="sm">
        <Text fw={600}>
          <Foreign text={operation?.title ?? id} />
        </Text>
        <Text>{possible ? words.promoteNow.text(left) : words.promoteNow.over}</Text>
        <Reason label={words.promoteNow.why} required data-autofocus why={why} say={setWhy} />
        {problem && <ProblemNotice problem={problem} compact />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.promoteNow.keep}
          </Button>
          <Button loading={busy} disabled={!possible || !why.trim()} onClick={run}>
            {words.promoteNow.run}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
