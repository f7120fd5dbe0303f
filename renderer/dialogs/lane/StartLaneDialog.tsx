/** Cuts a lane from what production runs: which commit that is, and what the branch is called. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import { freeBranch, hotfixName } from '../../../shared/planning/lane-branch.ts';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { mergesAmong } from '../../components/forecast/usePicking.ts';
import { productionOf } from '../../components/forecast/useTarget.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert } from '../../text/inert.ts';
import { useRun } from '../useRun.ts';
import classes from './lane.module.css';
import { Merge } from './Merge.tsx';
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
  const merges = useMerges(project, release?.commit ?? null, picks);
  const [parents, setParents] = useState<Readonly<Record<string, number>>>({});
  const start = () =>
    startLane({
      project,
      picks: picks.map((pick) =>
        merges?.includes(pick.commit) ? { ...pick, mainline: parents[pick.commit] ?? 1 } : pick,
      ),
      ...(branch.trim() ? { branch: branch.trim() } : {}),
      ...(why.trim() ? { why: why.trim() } : {}),
      ...(production ? { from: production.name } : {}),
    });
  const { busy, problem, run } = useRun(start, (lane) => go({ screen: 'hotfix', project, lane: lane.id }));
  return (
    <Modal opened onClose={close} title={words.start.title} size={600} data-testid="start-lane">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (release && merges) run();
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
              {merges && merges.length > 0 && (
                <>
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
                </>
              )}
            </>
          )}
          {problem && <ProblemNotice problem={problem} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {release ? words.cancel : words.close}
            </Button>
            {release && production && (
              <Button type="submit" data-autofocus loading={busy || !merges}>
                {words.start.run(inert(production.name), shortSha(release.commit))}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The merges among what is picked at once; null while they are looked for. Where that fails, the engine says why. */
function useMerges(project: string, onto: string | null, picks: readonly PickRequest[]): readonly string[] | null {
  const [merges, setMerges] = useState<readonly string[] | null>(picks.length === 0 ? [] : null);
  const asked = JSON.stringify(picks);
  useEffect(() => {
    let stale = false;
    if (onto === null) return;
    void mergesAmong(project, onto, JSON.parse(asked) as PickRequest[])
      .catch(() => [])
      .then((found) => {
        if (!stale) setMerges(found);
      });
    return () => {
      stale = true;
    };
  }, [project, onto, asked]);
  return merges;
}

/** The name that a branch would get where `source.release` is what presets write; the engine has the last word. */
export function useBranchWish(project: string): string | null {
  const refs = useAnswer('repository.refs', { project });
  const [today] = useState(() => Date.now());
  if (!refs.data) return null;
  const taken = refs.data.refs.filter((ref) => ref.kind === 'branch').map((ref) => ref.name);
  return freeBranch('release/*', hotfixName(today), taken);
}
