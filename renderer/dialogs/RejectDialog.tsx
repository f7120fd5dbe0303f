/** Rejects a release for good: the reason is asked for, and kept. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { Reason } from '../components/Reason.tsx';
import { useStore } from '../state/store.ts';
import { engine } from '../transport/engine.ts';
import { useRun } from './useRun.ts';
import { words } from './words.ts';

export function RejectDialog({
  project,
  release,
  title,
}: {
  readonly project: string;
  readonly release: string;
  readonly title: string;
}) {
  const close = useStore((state) => state.closeDialog);
  const refresh = useStore((state) => state.refreshStatus);
  const [why, setWhy] = useState('');
  const { busy, problem, run } = useRun(async () => {
    await engine.call('release.reject', { project, release, why: why.trim() });
    refresh();
  });
  return (
    <Modal opened onClose={close} title={words.reject.title(title)}>
      <Stack gap="sm">
        <Text>{words.reject.text}</Text>
        <Reason label={words.reject.why} required data-autofocus why={why} say={setWhy} />
        {problem && <ProblemNotice problem={problem} compact />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button color="red" loading={busy} disabled={!why.trim()} onClick={run}>
            {words.reject.run(title)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
