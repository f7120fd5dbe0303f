/** Cuts a lane from what production runs: which commit that is, and what the branch is called. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import { freeBranch, hotfixName } from '../../../shared/planning/lane-branch.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { productionOf } from '../../components/forecast/useTarget.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import classes from './lane.module.css';
import { useRun } from './useRun.ts';
import { words } from './words.ts';

interface StartLaneDialogProps {
  readonly project: string;
  readonly picks?: readonly PickRequest[];
}

export function StartLaneDialog({ project, picks = [] }: StartLaneDialogProps) {
  const close = useStore((state) => state.closeDialog);
  const startLane = useStore((state) => state.startLane);
  const go = useStore((state) => state.go);
  const status = useStatus();
  const production = status && productionOf(status);
  const release = production?.release;
  const [branch, setBranch] = useState('');
  const [why, setWhy] = useState('');
  const wish = useBranchWish(project);
  const { busy, problem, run } = useRun(async () => {
    const lane = await startLane({
      project,
      picks: [...picks],
      ...(branch.trim() ? { branch: branch.trim() } : {}),
      ...(why.trim() ? { why: why.trim() } : {}),
      ...(production ? { from: production.name } : {}),
    });
    go({ screen: 'hotfix', project, lane: lane.id });
  });
  return (
    <Modal opened onClose={close} title={words.start.title} size={600} data-testid="start-lane">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (release) run();
        }}
      >
        <Stack gap="md">
          {!release || !production ? (
            <Text>{words.start.noProduction}</Text>
          ) : (
            <>
              <Text>{words.start.text(inert(production.name))}</Text>
              <div className={classes.box}>
                <h3>{words.start.from}</h3>
                <div className={classes.commit}>
                  <CommitName sha={release.commit} />
                  <Foreign text={release.subject} line />
                </div>
              </div>
              <TextInput
                label={words.start.branch}
                placeholder={wish ? words.start.branchPlaceholder(inert(wish)) : ''}
                value={branch}
                maxLength={200}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => setBranch(event.currentTarget.value)}
              />
              <TextInput
                label={words.why}
                value={why}
                maxLength={2000}
                onChange={(event) => setWhy(event.currentTarget.value)}
              />
              {picks.length > 0 && <div>{words.start.with(picks.length)}</div>}
            </>
          )}
          {problem && <ProblemNotice problem={problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {release ? words.cancel : words.close}
            </Button>
            {release && production && (
              <Button type="submit" data-autofocus loading={busy}>
                {words.start.run(inert(production.name), shortSha(release.commit))}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The name that a branch would get where `source.release` is what presets write; the engine has the last word. */
export function useBranchWish(project: string): string | null {
  const refs = useAnswer('repository.refs', { project });
  const [today] = useState(() => Date.now());
  if (!refs.data) return null;
  const taken = refs.data.refs.filter((ref) => ref.kind === 'branch').map((ref) => ref.name);
  return freeBranch('release/*', hotfixName(today), taken);
}
