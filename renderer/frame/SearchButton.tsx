/** Opens search and commands. */
import { Button, Kbd } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { modifier } from './shortcuts.ts';
import classes from './TopBar.module.css';

export function SearchButton() {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconSearch size={14} />}
      rightSection={
        <Kbd size="xs" className={classes.key}>
          {modifier} K
        </Kbd>
      }
      onClick={spotlight.open}
    >
      Search
    </Button>
  );
}
