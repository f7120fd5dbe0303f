/** Opens a repository by a typed path, or by choosing its folder. */
import { Button, Text, TextInput, Title } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { bridge } from '../../transport/bridge.ts';
import { FolderDialog } from './FolderDialog.tsx';
import classes from './Welcome.module.css';
import { words } from './words.ts';

export function OpenForm({ busy, open }: { readonly busy: boolean; readonly open: (path: string) => void }) {
  const [path, setPath] = useState('');
  const [browsing, setBrowsing] = useState(false);
  const chosen = (folder: string | null) => {
    setBrowsing(false);
    if (!folder) return;
    setPath(folder);
    open(folder);
  };
  // The desktop has its own dialog for folders; a browser may not see the machine, so the engine lists them.
  const browse = () => (bridge ? void bridge.chooseFolder().then(chosen) : setBrowsing(true));
  return (
    <section>
      <Title order={2}>{words.open}</Title>
      <Text c="dimmed" mt={4} mb="sm">
        {words.openText}
      </Text>
      <form
        className={classes.path}
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim()) open(path.trim());
        }}
      >
        <TextInput
          label={words.path}
          placeholder={words.pathPlaceholder}
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit" loading={busy} disabled={!path.trim()}>
          {words.openButton}
        </Button>
        <Button variant="default" leftSection={<IconFolderOpen size={17} />} onClick={browse}>
          {words.browse}
        </Button>
      </form>
      {browsing && <FolderDialog choose={chosen} close={() => setBrowsing(false)} />}
    </section>
  );
}
