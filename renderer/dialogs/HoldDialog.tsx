/** Pauses automation for an environment, with the reason that everybody sees, or lets it go on. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Foreign } from '../components/Foreign.tsx';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { Reason } from '../components/Reason.tsx';
import { useStatus, useStore } from '../state/store.ts';
import { inert } from '../text/inert.ts';
import { engine } from '../transport/engine.ts';
import { useRun } from './useRun.ts';
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
  const { busy, problem, run } = useRun(async () => {
    await engine.call('environment.hold', { project, environment, why: hold ? null : why.trim() });
    refresh();
  });
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
            <Reason label={words.hold.why} required data-autofocus why={why} say={setWhy} />
          </>
        )}
        {problem && <ProblemNotice problem={problem} compact />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button loading={busy} disabled={!hold && !why.trim()} onClick={run}>
            {hold ? words.hold.release : words.hold.run}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
