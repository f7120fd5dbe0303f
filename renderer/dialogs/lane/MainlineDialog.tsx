/** Asks which parent a merge is picked against. */
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStore } from '../../state/store.ts';
import classes from './lane.module.css';
import { useRun } from './useRun.ts';
import { words } from './words.ts';

interface MainlineDialogProps {
  readonly project: string;
  readonly lane: string;
  readonly picks: readonly PickRequest[];
  readonly merges: readonly string[];
  readonly at?: number;
}

export function MainlineDialog({ project, lane, picks, merges, at }: MainlineDialogProps) {
  const close = useStore((state) => state.closeDialog);
  const pickOnto = useStore((state) => state.pickOnto);
  const [parents, setParents] = useState<Readonly<Record<string, number>>>({});
  const { busy, problem, run } = useRun(() =>
    pickOnto(
      project,
      lane,
      picks.map((pick) => (merges.includes(pick.commit) ? { ...pick, mainline: parents[pick.commit] ?? 1 } : pick)),
      at,
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

interface MergeProps {
  readonly project: string;
  readonly commit: string;
  readonly parent: number;
  readonly choose: (parent: number) => void;
}

function Merge({ project, commit, parent, choose }: MergeProps) {
  const { data } = useAnswer('repository.commit', { project, commit });
  const parents = data?.commit.parents ?? ['', ''];
  return (
    <div className={classes.box}>
      <div className={classes.commit}>
        <CommitName sha={commit} />
        <Foreign text={data?.commit.subject ?? ''} line />
      </div>
      <Radio.Group
        aria-label={data?.commit.subject ?? commit}
        value={String(parent)}
        onChange={(value) => choose(Number(value))}
      >
        <Stack gap={6} mt={8}>
          {parents.map((sha, index) => (
            <Group key={index} gap={6}>
              <Radio size="sm" value={String(index + 1)} label={words.mainline.parent(index + 1)} />
              {sha && <CommitName sha={sha} />}
            </Group>
          ))}
        </Stack>
      </Radio.Group>
    </div>
  );
}
