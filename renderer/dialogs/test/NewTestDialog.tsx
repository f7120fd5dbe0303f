/** Gives a branch, or what is in the working tree now, an environment of its own. */
import { Button, Group, Modal, NativeSelect, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { noTemplate } from '../../screens/home/diagram/pipeline.ts';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { engine } from '../../transport/engine.ts';
import { useRun } from '../useRun.ts';
import { words as common } from '../words.ts';
import { BranchChoice } from './BranchChoice.tsx';
import { WorkingTree } from './WorkingTree.tsx';
import { words } from './words.ts';

const { create: say } = words;

interface NewTestDialogProps {
  readonly project: string;
  readonly branch?: string;
  readonly workingTree?: boolean;
}

export function NewTestDialog({ project, branch: first, workingTree = false }: NewTestDialogProps) {
  const close = useStore((state) => state.closeDialog);
  const connected = useStore((state) => state.link.phase === 'connected');
  const { data, problem: unknown } = useAnswer('testEnvironment.list', { project });
  const [branch, setBranch] = useState(first ?? null);
  const [name, setName] = useState('');
  const [days, setDays] = useState('');
  const [template, setTemplate] = useState<string | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const made = template ?? data?.templates[0];
  const { busy, problem, run } = useRun(
    () =>
      engine.call('testEnvironment.create', {
        project,
        workingTree,
        // The key belongs to one choice: another branch in the same dialog is another environment.
        key: `${key} ${(branch ?? '').slice(0, 60)}`,
        ...(workingTree || branch === null ? {} : { branch }),
        ...(made ? { template: made } : {}),
        ...(name.trim() ? { name: name.trim() } : {}),
        ...(Number(days) > 0 ? { days: Number(days) } : {}),
      }),
    ({ operation, environment }) => {
      const { takeOperations, go, refreshStatus, moved } = useStore.getState();
      takeOperations([operation]);
      moved('tests');
      refreshStatus();
      go({ screen: 'home', project, environment: environment.environment, operation: operation.id });
    },
  );
  const impossible = data?.templates.length === 0;
  const ready = connected && !impossible && data !== null && (workingTree || branch !== null);
  return (
    <Modal opened onClose={close} title={workingTree ? say.treeTitle : say.title} size={680}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) run();
        }}
      >
        <Stack gap="md">
          <Text>{workingTree ? say.treeText : say.text}</Text>
          {unknown && <ProblemNotice problem={unknown} compact />}
          {impossible && <Text c="var(--wait)">{noTemplate}</Text>}
          {!data && !unknown && <Skeleton height={160} />}
          {data?.forge && (
            <Text c="dimmed" size="sm" title={inert(data.forge)}>
              {say.noForge}
            </Text>
          )}
          {workingTree && <WorkingTree project={project} />}
          {!workingTree && data && <BranchChoice branches={data.branches} value={branch} choose={setBranch} />}
          <Group grow align="flex-start">
            {data && data.templates.length > 1 && (
              <NativeSelect
                label={say.template}
                value={made ?? ''}
                onChange={(event) => setTemplate(event.currentTarget.value)}
                data={data.templates.map((value) => ({ value, label: shorten(inert(value), 30) }))}
              />
            )}
            <TextInput
              label={say.name}
              description={say.nameHelp}
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              type="number"
              min={1}
              max={365}
              label={say.days}
              description={say.daysHelp}
              value={days}
              onChange={(event) => setDays(event.currentTarget.value)}
            />
          </Group>
          {problem && <ProblemNotice problem={problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={busy} disabled={!ready} {...(workingTree ? { 'data-autofocus': true } : {})}>
              {workingTree ? say.runTree : say.run(shorten(inert(branch ?? '\u2026'), 30))}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
