/** Says what another number of containers means, and starts the operation that makes it so. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { useStatus, useStore } from '../state/store.ts';
import { inert, shorten } from '../text/inert.ts';
import { engine } from '../transport/engine.ts';
import { useRun } from './useRun.ts';
import { words } from './words.ts';

interface ScaleDialogProps {
  readonly project: string;
  readonly environment: string;
  readonly service: string;
  readonly from: number;
  readonly to: number;
}

export function ScaleDialog({ project, environment, service, from, to }: ScaleDialogProps) {
  const { closeDialog: close, takeOperations, showOperation, refreshStatus } = useStore.getState();
  const guarded = useStatus()?.environments.find(({ name }) => name === environment)?.guarded ?? true;
  // One key for the dialog: a click that is sent twice starts one operation.
  const [key] = useState(() => crypto.randomUUID());
  const [why, setWhy] = useState('');
  const scale = async () => {
    const reason = why.trim();
    const asked = { project, environment, service, replicas: to, key, ...(reason ? { why: reason } : {}) };
    const { operation } = await engine.call('environment.scale', asked);
    takeOperations([operation]);
    refreshStatus();
    return operation.id;
  };
  const { busy, problem, run } = useRun(scale, showOperation);
  const name = shorten(inert(service), 24);
  return (
    <Modal opened onClose={close} title={words.scale.title(name, inert(environment))}>
      <Stack gap="sm">
        <Text fw={650} size="lg">
          {words.scale.from(from, to)}
        </Text>
        <Text>{to === 0 ? words.scale.none : to > from ? words.scale.more : words.scale.fewer}</Text>
        <Text c="dimmed">{words.scale.note}</Text>
        <TextInput
          label={words.why}
          maxLength={2000}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        {problem && <ProblemNotice problem={problem} compact />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus={guarded || undefined} onClick={close}>
            {words.cancel}
          </Button>
          <Button
            data-autofocus={!guarded || undefined}
            {...(to === 0 ? { color: 'red' } : {})}
            loading={busy}
            onClick={run}
          >
            {words.scale.run(name, to)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
