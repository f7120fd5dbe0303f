/** Stands for the test environments that a folded lane does not show: how many, and how they are. */
import type { NodeProps } from '@xyflow/react';
import { VisuallyHidden } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import type { Health } from '../../../../shared/domain/health.ts';
import { healthLooks } from '../../../components/health.ts';
import { useStore } from '../../../state/store.ts';
import type { FoldNode as NodeType } from './elements.ts';
import classes from './FoldNode.module.css';
import { words } from './words.ts';

export function FoldNode({ data }: NodeProps<NodeType>) {
  const unfold = useStore((state) => state.unfoldTests);
  const tallies = tally(data.hidden);
  return (
    <button type="button" className={`nodrag ${classes.fold}`} onClick={() => unfold(data.project, true)}>
      <VisuallyHidden>{words.showAll}:</VisuallyHidden>
      <span className={classes.title}>
        <IconStack2 size={17} aria-hidden /> {words.more(data.hidden.length)}
      </span>
      {tallies.map(([health, n]) => {
        const { icon: Icon, word, tone } = healthLooks[health];
        return (
          <span key={health} className={classes.tally} data-tone={tone}>
            <Icon size={15} aria-hidden /> {n} {word.toLowerCase()}
          </span>
        );
      })}
    </button>
  );
}

/** At most three kinds of health, the worst first. */
function tally(environments: readonly EnvironmentStatus[]): [Health, number][] {
  const severity: Health[] = ['unhealthy', 'absent', 'degraded', 'starting', 'healthy', 'unreachable', 'empty'];
  return severity
    .map((health): [Health, number] => [
      health,
      environments.filter((environment) => environment.health === health).length,
    ])
    .filter(([, n]) => n > 0)
    .slice(0, 3);
}
