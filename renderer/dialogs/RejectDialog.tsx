/** Rejects a release for good: the reason is asked for, and kept. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { useStore } from '../state/store.ts';
import { engine } from '../transport/engine.ts';
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
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async () => {
    setBusy(true);
    try {
      await engine.call('release.reject', { project, release, why: why.trim() });
      refresh();
      close();
    } catch (thrown) {
      setProblem(problemFrom(thrown));
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} title={words.reject.title(title)}>
      <Stack gap="sm">
        <Text>{words.reject.text}</Text>
        <Textarea
          label={words.reject.why}
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
            {words.cancel}
          </Button>
          <Button color="red" loading={busy} disabled={!why.trim()} onClick={() => void run()}>
            {words.reject.run(title)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
