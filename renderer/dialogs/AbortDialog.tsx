/** Asks before an operation is stopped: says what that undoes. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Operation } from '../../shared/domain/operation.ts';
import { Foreign } from '../components/Foreign.tsx';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { Reason } from '../components/Reason.tsx';
import { useStore } from '../state/store.ts';
import { useRun } from './useRun.ts';
import { words } from './words.ts';

export function AbortDialog({ operation: id }: { readonly operation: string }) {
  const operation = useStore((state) => state.operations[id]);
  const close = useStore((state) => state.closeDialog);
  const abort = useStore((state) => state.abortOperation);
  const [why, setWhy] = useState('');
  const { busy, problem, run } = useRun(() => abort(id, why.trim() || undefined));
  return (
    <Modal opened onClose={close} title={words.abort.title}>
      <Stack gap="sm">
        <Text fw={600}>
          <Foreign text={operation?.title ?? id} />
        </Text>
        <Text>{words.abort[textOf(operation?.kind)]}</Text>
        <Reason label={words.why} why={why} say={setWhy} />
        {problem && <ProblemNotice problem={problem} compact />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={close}>
            {words.abort.keep}
          </Button>
          <Button color="red" loading={busy} onClick={run}>
            {words.abort.run}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const textOf = (kind: Operation['kind'] | undefined) =>
  kind === 'run' ? 'pipeline' : kind === 'build' ? 'build' : 'deployment';
