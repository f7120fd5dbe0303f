/** Asks which parent a merge is picked against. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useStore } from '../../state/store.ts';
import { useRun } from '../useRun.ts';
import { Merge } from './Merge.tsx';
import { words } from './words.ts';

interface MainlineDialogProps {
  readonly project: string;
  readonly lane: string;
  readonly picks: readonly PickRequest[];
  readonly merges: readonly string[];
  readonly before?: string | null;
}

export function MainlineDialog({ project, lane, picks, merges, before }: MainlineDialogProps) {
  const close = useStore((state) => state.closeDialog);
  const pickOnto = useStore((state) => state.pickOnto);
  const [parents, setParents] = useState<Readonly<Record<string, number>>>({});
  const { busy, problem, run } = useRun(() =>
    pickOnto(
      project,
      lane,
      picks.map((pick) => (merges.includes(pick.commit) ? { ...pick, mainline: parents[pick.commit] ?? 1 } : pick)),
      before,
    ),
  );
  const chosen = new Set(merges.map((commit) => parents[commit] ?? 1));
  const [only = 1] = chosen;
  return (
    <Modal opened onClose={close} title={words.mainline.title(merges.length)} size={560} data-testid="mainline">
      <Stack gap="md">
        <Text>{words.mainline.text}</Text>
        {merges.map((commit) => (
          <Merge
            key={commit}
            project={project}
            commit={commit}
            parent={parents[commit] ?? 1}
            choose={(parent) => setParents((before) => ({ ...before, [commit]: parent }))}
          />
        ))}
        {problem && <ProblemNotice problem={problem} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button data-autofocus loading={busy} onClick={run}>
            {words.mainline.run(chosen.size === 1 ? only : 1)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
