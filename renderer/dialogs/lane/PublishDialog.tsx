/** Writes a lane's branch somewhere: exactly which ref moves, from where and to where. */
import { Button, Group, Modal, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { Chip } from '../../components/Chip.tsx';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { canGoOver } from '../../state/laneList.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { inert } from '../../text/inert.ts';
import { useRun } from '../useRun.ts';
import classes from './lane.module.css';
import { useLane } from './useLane.ts';
import { whereNow } from './whereNow.ts';
import { words } from './words.ts';

export function PublishDialog({ project, lane: id }: { readonly project: string; readonly lane: string }) {
  const close = useStore((state) => state.closeDialog);
  const editLane = useStore((state) => state.editLane);
  const lane = useLane(project, id);
  const remotes = useAnswer('hotfix.remotes', { project });
  const refs = useAnswer('repository.refs', { project });
  const [to, setTo] = useState('repository');
  const publish = (over?: 'over-moved') =>
    editLane(
      project,
      id,
      // What the dialog shows is what is published: an edit in between is looked at first.
      (base) => engine.call('hotfix.publish', { ...base, version: lane?.version ?? base.version, to }),
      over,
    );
  const { busy, problem, run, runWith } = useRun(publish);
  const over = { label: words.publish.over, run: () => runWith(() => publish('over-moved')) };
  const from = lane && whereNow(lane, to, refs.data?.refs ?? null);
  const name = to === 'repository' ? words.publish.repository.toLowerCase() : to;
  return (
    <Modal opened onClose={close} title={words.publish.title} size={620}>
      <Stack gap="md">
        <Text>{words.publish.text}</Text>
        {remotes.problem && <ProblemNotice problem={remotes.problem} compact />}
        <Radio.Group label={words.publish.to} value={to} onChange={setTo}>
          <Stack gap={8} mt={6}>
            <Radio value="repository" label={words.publish.repository} />
            {!remotes.data && !remotes.problem && <Skeleton height={20} width={240} />}
            {remotes.data?.remotes.map((remote) => (
              <Radio
                key={remote.name}
                value={remote.name}
                label={inert(words.publish.remote(remote.name, remote.address))}
              />
            ))}
          </Stack>
        </Radio.Group>
        {lane && (
          <div className={classes.box}>
            <h3>{words.publish.moves}</h3>
            <div className={classes.move}>
              <span className="mono">
                <Foreign text={`refs/heads/${lane.branch}`} most={50} />
              </span>
              {from === lane.head ? (
                <Chip tone="quiet">{words.publish.nothing}</Chip>
              ) : (
                <>
                  {from ? <CommitName sha={from} /> : <Chip tone="move">{words.publish.fresh}</Chip>}
                  <IconArrowRight size={15} aria-label={words.publish.into} />
                  <CommitName sha={lane.head} />
                </>
              )}
            </div>
          </div>
        )}
        {lane?.picks.some((pick) => pick.state === 'conflict') && (
          <Text c="var(--wait)">{words.publish.conflicts}</Text>
        )}
        {to !== 'repository' && <Text className="quiet">{words.publish.credentials}</Text>}
        {problem && <ProblemNotice problem={problem} {...(canGoOver(problem) ? { action: over } : {})} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.cancel}
          </Button>
          <Button data-autofocus loading={busy} disabled={!lane || from === lane.head} onClick={run}>
            {words.publish.run(inert(name))}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
