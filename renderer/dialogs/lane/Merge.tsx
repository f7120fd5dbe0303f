/** A merge that is picked, and the choice of the parent that it is picked against. */
import { Group, Radio, Stack } from '@mantine/core';
import { CommitName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import classes from './lane.module.css';
import { words } from './words.ts';

interface MergeProps {
  readonly project: string;
  readonly commit: string;
  readonly parent: number;
  readonly choose: (parent: number) => void;
}

export function Merge({ project, commit, parent, choose }: MergeProps) {
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
