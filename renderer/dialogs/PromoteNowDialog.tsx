/** Asks why a rollout need not be waited for, and says what is left out. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { Foreign } from '../components/Foreign.tsx';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { percent } from '../components/rollout/figures.ts';
import { useStore } from '../state/store.ts';
import { words } from './words.ts';

export function PromoteNowDialog({ operation: id }: { readonly operation: string }) {
  const operation = useStore((state) => state.operations[id]);
  const rollout = useStore((state) => state.rollouts[id] ?? null);
  const close = useStore((state) => state.closeDialog);
  const promote = useStore((state) => state.promoteRollout);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const possible = rollout?.can.promote.possible ?? false;
  const skipped = rollout?.stops.slice(rollout.at + 1).filter(({ share }) => share < 100) ?? [];
  const left =
    skipped.length > 0 ? words.promoteNow.stops(skipped.map(({ share }) => percent(share))) : words.promoteNow.rest;
  const run = () => {
    setBusy(true);
    promote(id, why.trim()).then(close, (thrown: unknown) => {
      setProblem(problemFrom(thrown));
      setBusy(false);
    });
  };
  return (
    <Modal opened onClose={close} title={words.promoteNow.title}>
      <Stack gap="sm">
        <Text fw={600}>
          <Foreign text={operation?.title ?? id} />
        </Text>
        <Text>{possible ? words.promoteNow.text(left) : words.promoteNow.over}</Text>
        <Textarea
          label={words.promoteNow.why}
          required
          autosize
          minRows={2}
          maxLength={2000}
          data-autofocus
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
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
