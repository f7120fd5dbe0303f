/** Runs the pipeline: choose a ref, see its commit, choose the stages, start. */
import { Button, Checkbox, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Stage } from '../../../shared/domain/run.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { engine } from '../../transport/engine.ts';
import { ChosenCommit } from '../build/ChosenCommit.tsx';
import { RefChoice } from '../build/RefChoice.tsx';
import { useRun } from '../useRun.ts';
import { words as common } from '../words.ts';
import { words } from './words.ts';

const { run: say } = words;

export function RunDialog({ project, from }: { readonly project: string; readonly from?: string }) {
  const close = useStore((state) => state.closeDialog);
  const connected = useStore((state) => state.link.phase === 'connected');
  const main = useStatus()?.main.branch ?? 'main';
  const [ref, setRef] = useState(from ?? main);
  const [only, setOnly] = useState<readonly string[] | null>(null);
  const [why, setWhy] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const name = ref.trim();
  const commit = useAnswer('repository.commit', name ? { project, commit: name } : null);
  const reason = why.trim();
  const { busy, problem, run } = useRun(
    () =>
      engine.call('run.start', {
        project,
        ref: name,
        // The key belongs to one choice: another one in the same dialog is another run.
        key: `${key} ${(commit.data?.commit.sha ?? '').slice(0, 12)} ${only?.join() ?? ''}`.slice(0, 100),
        ...(only ? { stages: [...only] } : {}),
        ...(reason ? { why: reason } : {}),
      }),
    ({ operation, run: started }) => {
      const { takeOperations, go } = useStore.getState();
      takeOperations([operation]);
      go({ screen: 'run', project, run: started.id });
    },
  );
  const shown = /^[0-9a-f]{40}$/.test(name) ? shortSha(name) : shorten(inert(name), 30);
  return (
    <Modal opened onClose={close} title={say.title} size={620}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (commit.data) run();
        }}
      >
        <Stack gap="md">
          <Text>{say.text}</Text>
          <RefChoice project={project} value={ref} onChange={setRef} />
          <ChosenCommit answer={commit} />
          <StageChoice project={project} main={main} only={only} choose={setOnly} />
          <TextInput
            label={common.why}
            maxLength={2000}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          {problem && <ProblemNotice problem={problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {common.cancel}
            </Button>
            <Button
              type="submit"
              data-autofocus
              loading={busy}
              disabled={!commit.data || !connected || only?.length === 0}
            >
              {say.start(shown)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface StageChoiceProps {
  readonly project: string;
  readonly main: string;
  readonly only: readonly string[] | null;
  readonly choose: (only: readonly string[] | null) => void;
}

/** The stages of the newest run of main stand for those that there are: the engine says where one is not. */
function StageChoice({ project, main, only, choose }: StageChoiceProps) {
  const { data } = useAnswer('run.list', { project, ref: main, limit: 1 });
  const names = [...new Set(data?.runs[0]?.stages.filter(isChoice).map(({ name }) => name))];
  if (names.length < 2) return null;
  return (
    <Stack gap={6}>
      <Radio.Group
        label={say.stages}
        value={only ? 'some' : 'all'}
        onChange={(value) => choose(value === 'some' ? [] : null)}
      >
        <Group mt={4}>
          <Radio value="all" label={say.all} />
          <Radio value="some" label={say.some} />
        </Group>
      </Radio.Group>
      {only && (
        <Checkbox.Group
          aria-label={say.chosen}
          value={[...only]}
          onChange={choose}
          error={only.length === 0 ? say.none : null}
        >
          <Group gap="md">
            {names.map((name) => (
              <Checkbox key={name} value={name} label={shorten(inert(name), 30)} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </Stack>
  );
}

const isChoice = ({ kind }: Stage): boolean => kind !== 'deploy';
