/** Chooses a folder of the machine that the engine runs on. */
import { Button, Group, Modal, Skeleton, Stack, UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconBrandGit, IconFolder } from '@tabler/icons-react';
import { useState } from 'react';
import { Chip } from '../../components/Chip.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import classes from './Welcome.module.css';
import { words } from './words.ts';

export function FolderDialog({
  choose,
  close,
}: {
  readonly choose: (path: string) => void;
  readonly close: () => void;
}) {
  const [path, setPath] = useState<string | undefined>();
  const { data, problem } = useAnswer('engine.folders', path === undefined ? {} : { path }, { keep: true });
  return (
    <Modal opened onClose={close} title={words.folders} size={600}>
      <Stack gap="sm">
        <Group gap="xs" wrap="nowrap">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowUp size={15} />}
            disabled={!data?.parent}
            onClick={() => data?.parent && setPath(data.parent)}
          >
            {words.up}
          </Button>
          <span className="mono one-line">
            <Foreign text={data?.path ?? ''} most={60} />
          </span>
        </Group>
        {problem && <ProblemNotice problem={problem} compact />}
        {!data && !problem && <Skeleton height={340} />}
        {data && (
          <ul className={classes.folders} aria-label={words.folder} tabIndex={0}>
            {data.folders.length === 0 && <li className={`quiet ${classes.folder}`}>{words.emptyFolder}</li>}
            {data.folders.map((folder) => (
              <li key={folder.path}>
                <UnstyledButton
                  className={classes.folder}
                  onClick={() => (folder.repository ? choose(folder.path) : setPath(folder.path))}
                >
                  {folder.repository ? (
                    <IconBrandGit size={18} aria-hidden />
                  ) : (
                    <IconFolder size={18} aria-hidden className="quiet" />
                  )}
                  <Foreign text={folder.name} most={50} />
                  {folder.repository && <Chip tone="quiet">{words.repository}</Chip>}
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
        <Group justify="flex-end">
          <Button disabled={!data} onClick={() => data && choose(data.path)}>
            {words.useFolder}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
