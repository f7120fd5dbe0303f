/** Zoom, fit, and the way back to the computed layout. */
import { ActionIcon } from '@mantine/core';
import { Panel, useReactFlow } from '@xyflow/react';
import { IconArrowsMaximize, IconLayoutGrid, IconMinus, IconPlus } from '@tabler/icons-react';
import { KeyTip } from '../../../components/KeyTip.tsx';
import { useStore } from '../../../state/store.ts';
import { words } from './words.ts';

export function DiagramControls({ project, fit }: { readonly project: string; readonly fit: () => void }) {
  const flow = useReactFlow();
  const moved = useStore((state) => Object.keys(state.places[project] ?? {}).length > 0);
  const reset = useStore((state) => state.resetPlaces);
  return (
    <Panel position="bottom-right">
      <ActionIcon.Group>
        <Control label={words.zoomOut} run={() => void flow.zoomOut()}>
          <IconMinus size={16} />
        </Control>
        <Control label={words.zoomIn} run={() => void flow.zoomIn()}>
          <IconPlus size={16} />
        </Control>
        <Control label={words.fit} keys="F" run={fit}>
          <IconArrowsMaximize size={16} />
        </Control>
        {moved && (
          <Control label={words.reset} run={() => reset(project)}>
            <IconLayoutGrid size={16} />
          </Control>
        )}
      </ActionIcon.Group>
    </Panel>
  );
}

function Control({
  label,
  keys,
  run,
  children,
}: {
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <KeyTip label={label} {...(keys ? { keys } : {})}>
      <ActionIcon variant="default" size="lg" aria-label={label} onClick={run}>
        {children}
      </ActionIcon>
    </KeyTip>
  );
}
