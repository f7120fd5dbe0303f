/** Opens the dialog that builds a release. */
import { IconHammer } from '@tabler/icons-react';
import { ActionButton } from '../components/ActionButton.tsx';
import { useStatus, useStore } from '../state/store.ts';
import { words } from './words.ts';

export function BuildButton({ project }: { readonly project: string }) {
  const openDialog = useStore((state) => state.openDialog);
  const missing = useStatus()?.configuration.missing ?? false;
  return (
    <ActionButton
      size="xs"
      leftSection={<IconHammer size={15} />}
      label={words.build}
      keys="B"
      reason={missing ? words.buildNeedsConfiguration : null}
      run={() => openDialog({ kind: 'build', project })}
    >
      {words.build}
    </ActionButton>
  );
}
