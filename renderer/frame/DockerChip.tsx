/** Whether Docker answers. */
import { Tooltip } from '@mantine/core';
import { IconBrandDocker, IconCloudOff } from '@tabler/icons-react';
import { Chip } from '../components/Chip.tsx';
import { useStatus, useStore } from '../state/store.ts';
import classes from './TopBar.module.css';
import { words } from './words.ts';

export function DockerChip() {
  const status = useStatus();
  const info = useStore((state) => state.engineInfo);
  const docker = status?.docker ?? info?.docker ?? null;
  if (!docker) return null;
  const detail = docker.reachable
    ? words.dockerUp(docker.version)
    : [words.dockerDown, docker.problem?.message, docker.problem?.hint].filter(Boolean).join(' ');
  return (
    <Tooltip label={detail}>
      <span tabIndex={0} className={classes.chip} role="status" aria-label={detail}>
        <Chip tone={docker.reachable ? 'quiet' : 'bad'} icon={docker.reachable ? IconBrandDocker : IconCloudOff}>
          {docker.reachable ? words.docker.up : words.docker.down}
        </Chip>
      </span>
    </Tooltip>
  );
}
