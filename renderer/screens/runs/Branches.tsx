/** The branches that are watched, and how each stands; from one of them to its runs. */
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { WatchedBranch } from '../../../shared/api/watching.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { runLooks } from '../../components/run/looks.ts';
import { useStore } from '../../state/store.ts';
import classes from './Runs.module.css';
import { words } from './words.ts';

const { watch: say } = words;

/** Branches that are listed; the others are counted. */
const most = 40;

interface BranchesProps {
  readonly branches: readonly WatchedBranch[];
  readonly project: string;
}

export function Branches({ branches, project }: BranchesProps) {
  const go = useStore((state) => state.go);
  if (branches.length === 0) return <span>{say.noBranches}</span>;
  return (
    <Menu position="bottom-start" width={340} attributes={{ dropdown: { 'aria-label': say.watched } }}>
      <Menu.Target>
        <Button size="compact-sm" variant="subtle" color="gray" rightSection={<IconChevronDown size={14} />}>
          {say.branches(branches.length)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.branches}>
        {branches.slice(0, most).map((one) => (
          <Menu.Item
            key={one.branch}
            rightSection={stateOf(one)}
            onClick={() => go({ screen: 'runs', project, ref: one.branch })}
          >
            <Foreign text={one.branch} most={34} />
          </Menu.Item>
        ))}
        {branches.length > most && <Menu.Label>{say.more(branches.length - most)}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}

function stateOf({ state, problem }: WatchedBranch): string {
  if (problem) return say.unbegun;
  return state === 'waiting' || state === 'new' ? say.states[state] : runLooks[state].word.toLowerCase();
}
