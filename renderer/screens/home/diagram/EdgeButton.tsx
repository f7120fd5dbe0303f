/** The button on an edge: the number of changes, and Promote, or the lock and its reason. */
import type { MouseEvent } from 'react';
import { UnstyledButton } from '@mantine/core';
import { IconArrowRight, IconCheck, IconCopy, IconLock } from '@tabler/icons-react';
import type { FlowEdge } from '../../../../shared/domain/project.ts';
import { KeyTip } from '../../../components/KeyTip.tsx';
import { useStore } from '../../../state/store.ts';
import { inert } from '../../../text/inert.ts';
import classes from './EdgeButton.module.css';
import { edgeLabel } from './words.ts';

export type EdgeState = 'open' | 'held' | 'mirror' | 'moving';

interface EdgeButtonProps {
  readonly edge: FlowEdge;
  readonly project: string;
  readonly state: EdgeState;
  readonly selected: boolean;
}

export function EdgeButton({ edge, project, state, selected }: EdgeButtonProps) {
  const openDialog = useStore((store) => store.openDialog);
  const go = useStore((store) => store.go);
  const settled = state === 'held' && edge.changes === 0;
  const label = inert(edgeLabel(edge));
  // React hands events of the label on to the edge, which has an action of its own.
  const act = (event: MouseEvent) => {
    event.stopPropagation();
    if (state === 'open' && edge.release)
      openDialog({ kind: 'promotion', project, release: edge.release.id, to: edge.to });
    else go({ screen: 'home', project, edge: edge.id });
  };
  return (
    <KeyTip
      label={label}
      reason={state === 'held' ? edge.promotion.reason?.hint : null}
      {...(state === 'open' ? { keys: 'Enter' } : {})}
    >
      <UnstyledButton
        className={classes.button}
        data-state={settled ? 'settled' : state}
        data-selected={selected || undefined}
        aria-label={label}
        data-testid={`edge-${edge.from}-${edge.to}`}
        onClick={act}
      >
        {edge.changes !== null && edge.changes > 0 && <span>{edge.changes > 999 ? '999+' : edge.changes}</span>}
        <Symbol state={state} settled={settled} />
      </UnstyledButton>
    </KeyTip>
  );
}

function Symbol({ state, settled }: { readonly state: EdgeState; readonly settled: boolean }) {
  const look = { size: 15, stroke: 2.2, 'aria-hidden': true } as const;
  if (state === 'mirror') return <IconCopy {...look} />;
  if (state !== 'held') return <IconArrowRight {...look} />;
  return settled ? <IconCheck {...look} /> : <IconLock {...look} />;
}
