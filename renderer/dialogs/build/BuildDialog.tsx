/** Builds a release: choose a ref, see its commit, start. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { shortSha } from '../../../shared/domain/commit.ts';
import { useAnswer } from '../../components/useAnswer.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { inert, shorten } from '../../text/inert.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { useRun } from '../useRun.ts';
import { words } from '../words.ts';
import { ChosenCommit } from './ChosenCommit.tsx';
import { RefChoice } from './RefChoice.tsx';

interface BuildDialogProps {
  readonly project: string;
  readonly from?: string;
  /** The commit of `from`, where the repository need not know the name. */
  readonly at?: string;
}

export function BuildDialog({ project, from, at }: BuildDialogProps) {
  const close = useStore((state) => state.closeDialog);
  const connected = useStore((state) => state.link.phase === 'connected');
  const status = useStatus();
  const [name, setName] = useState(from ?? status?.main.branch ?? 'main');
  const [key] = useState(() => crypto.randomUUID());
  const wanted = at && name.trim() === from ? at : name.trim();
  const commit = useAnswer('repository.commit', wanted ? { project, commit: wanted } : null);
  const shown = /^[0-9a-f]{40}$/.test(name.trim()) ? shortSha(name.trim()) : shorten(inert(name.trim()), 30);
  const { takeOperations, showOperation, refreshStatus } = useStore.getState();
  const build = async () => {
    // The key belongs to one ref: another choice in the same dialog is another build.
    const { operation } = await engine.call('release.build', {
      project,
      ref: name.trim(),
      key: `${key} ${commit.data?.commit.sha ?? ''}`,
    });
    takeOperations([operation]);
    refreshStatus();
    return operation.id;
  };
  const { busy, problem, forget, run } = useRun(build, showOperation);
  return (
    <Modal opened onClose={close} title={words.build.title} size={620}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (commit.data) run();
        }}
      >
        <Stack gap="md">
          <Text>{words.build.text}</Text>
          <RefChoice
            project={project}
            value={name}
            onChange={(value) => {
              setName(value);
              forget();
            }}
          />
          <ChosenCommit answer={commit} />
          {problem && <ProblemNotice problem={problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {words.cancel}
            </Button>
            <Button type="submit" data-autofocus loading={busy} disabled={!commit.data || !connected}>
              {words.build.run(shown)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
