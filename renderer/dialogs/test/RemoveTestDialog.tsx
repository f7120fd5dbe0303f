/** Says exactly what goes with a test environment, and removes it. */
import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { engine } from '../../transport/engine.ts';
import { useRun } from '../useRun.ts';
import classes from './BranchChoice.module.css';
import { words } from './words.ts';

const { remove: say } = words;
const kinds = ['containers', 'volumes', 'networks', 'images'] as const;

interface RemoveTestDialogProps {
  readonly project: string;
  readonly environment: string;
}

export function RemoveTestDialog({ project, environment }: RemoveTestDialogProps) {
  const close = useStore((state) => state.closeDialog);
  const connected = useStore((state) => state.link.phase === 'connected');
  const { data, problem: unknown } = useAnswer('testEnvironment.preview', { project, environment });
  const [key] = useState(() => crypto.randomUUID());
  const { busy, problem, run } = useRun(
    () => engine.call('testEnvironment.remove', { project, environment, key }),
    ({ operation }) => {
      const { takeOperations, refreshStatus, moved, go } = useStore.getState();
      takeOperations([operation]);
      moved('tests');
      refreshStatus();
      // What the inspector spoke of is on its way out.
      go({ screen: 'home', project, operation: operation.id });
    },
  );
  const name = shorten(inert(environment), 40);
  return (
    <Modal opened onClose={close} title={say.title(name)} size={560}>
      <Stack gap="sm">
        <Text>{say.text}</Text>
        {unknown && <ProblemNotice problem={unknown} compact />}
        {!data && !unknown && <Skeleton height={120} />}
        {data && kinds.every((kind) => data[kind].length === 0) && <Text c="dimmed">{say.nothing}</Text>}
        {data &&
          kinds.map(
            (kind) =>
              data[kind].length > 0 && (
                <div key={kind}>
                  <strong>{`${say.kinds[kind]} (${data[kind].length})`}</strong>
                  <ul className={classes.files} tabIndex={0} aria-label={say.kinds[kind]}>
                    {data[kind].map((one) => (
                      <li key={one} className="mono">
                        <Foreign text={one} />
                      </li>
                    ))}
                  </ul>
                </div>
              ),
          )}
        {problem && <ProblemNotice problem={problem} />}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={close}>
            {say.keep}
          </Button>
          <Button color="red" loading={busy} disabled={!data || !connected} onClick={run}>
            {say.run(name)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
