/** Opens the dialog that builds a release. */
import { Button } from '@mantine/core';
import { IconHammer } from '@tabler/icons-react';
import { KeyTip } from '../components/KeyTip.tsx';
import { useStatus, useStore } from '../state/store.ts';
import { words } from './words.ts';

export function BuildButton({ project }: { readonly project: string }) {
  const openDialog = useStore((state) => state.openDialog);
  const status = useStatus();
  return (
    <KeyTip label={words.build} keys="B">
      <Button size="xs" leftSection={<IconHammer size={15} />} disabled={!status || status.configuration.missing} onClick={() => openDialog({ kind: 'build', project })}>
        {words.build}
      </Button>
    </KeyTip>
  );
}
