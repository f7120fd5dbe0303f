/** Asks before new commits are left alone. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { useRun } from '../useRun.ts';
import { words as common } from '../words.ts';
import { words } from './words.ts';

const { pause: say } = words;

export function PauseDialog({ project }: { readonly project: string }) {
  const close = useStore((state) => state.closeDialog);
  const waiting = useAnswer('watch.get', { project }).data?.queue.length ?? 0;
  const [why, setWhy] = useState('');
  const reason = why.trim();
  const { busy, problem, run } = useRun(
    () => engine.call('watch.pause', { project, paused: true, ...(reason ? { why: reason } : {}) }),
    () => useStore.getState().moved('watch'),
  );
  return (
    <Modal opened onClose={close} title={say.title}>
      <Stack gap="sm">
        <Text>{say.text}</Text>
        {waiting > 0 && <Text>{say.waiting(waiting)}</Text>}
        <Textarea
          label={common.why}
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
            {common.cancel}
          </Button>
          <Button loading={busy} onClick={run}>
            {say.run}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
