/** Pauses automation for an environment, with the reason that everybody sees, or lets it go on. */
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { problemFrom, type Problem } from '../../shared/problem.ts';
import { Foreign } from '../components/Foreign.tsx';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { useStatus, useStore } from '../state/store.ts';
import { inert } from '../text/inert.ts';
import { engine } from '../transport/engine.ts';
import { words } from './words.ts';

interface HoldDialogProps {
  readonly project: string;
  readonly environment: string;
}

export function HoldDialog({ project, environment }: HoldDialogProps) {
  const close = useStore((state) => state.closeDialog);
  const refresh = useStore((state) => state.refreshStatus);
  const status = useStatus();
  // As it was when the question was asked: what arrives meanwhile must not turn the question round.
  const [hold] = useState(() => status?.environments.find(({ name }) => name === environment)?.hold ?? null);
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async () => {
    setBusy(true);
    try {
      await engine.call('environment.hold', { project, environment, why: hold ? null : why.trim() });
      refresh();
      close();
    } catch (thrown) {
      setProblem(problemFrom(thrown));
      setBusy(false);
    }
  };
  const name = inert(environment);
  return (
    <Modal opened onClose={close} title={hold ? words.hold.releaseTitle(name) : words.hold.title(name)}>
      <Stack gap="sm">
        {hold ? (
          <>
            <Text>{words.hold.releaseText}</Text>
            <div>
              <div className="quiet">{words.hold.since}</div>
              <Foreign text={hold.why} />
            </div>
          </>
        ) : (
          <>
            <Text>{words.hold.text}</Text>
            <Textarea
              label={words.hold.why}
              required
              autosize
              minRows={2}
              maxLength={2000}
              data-autofocus
              value={why}
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
          </>
        )}
        {problem && <ProblemNotice problem={problem} compact />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button loading={busy} disabled={!hold && !why.trim()} onClick={() => void run()}>
            {hold ? words.hold.release : words.hold.run}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
