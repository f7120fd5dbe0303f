/** A shell in a container. Where people depend on the environment it is named, and asked for, first. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { frontServiceName } from '../../../shared/domain/front.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { useStatus, useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { ShellFrame } from './ShellFrame.tsx';
import { words } from './words.ts';

interface ShellDialogProps {
  readonly project: string;
  readonly environment: string;
  readonly service: string;
  readonly container: string;
}

export function ShellDialog({ project, environment, service, container }: ShellDialogProps) {
  // As it was when the dialog was opened: a question does not come up in the middle of a shell.
  const guarded = useStatus()?.environments.find(({ name }) => name === environment)?.guarded ?? true;
  const [asks, setAsks] = useState(guarded);
  const close = useStore((state) => state.closeDialog);
  const title = words.title(service === frontServiceName ? words.front : inert(service), inert(environment));
  if (!asks)
    return (
      <ShellFrame address={{ project, environment, service, container }} title={title}>
        <Foreign text={container} />
      </ShellFrame>
    );
  return (
    <Modal opened onClose={close} title={title}>
      <Stack gap="sm">
        <Text>{words.guarded(inert(environment))}</Text>
        <Text className="quiet">
          <Foreign text={container} />
        </Text>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={close}>
            {words.cancel}
          </Button>
          <Button color="red" onClick={() => setAsks(false)}>
            {words.open(inert(environment))}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
