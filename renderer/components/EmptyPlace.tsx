/** A place with nothing in it yet: says what belongs here and offers the way to it. */
import { Stack, Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import classes from './EmptyPlace.module.css';

interface EmptyPlaceProps {
  readonly icon: Icon;
  readonly title: string;
  readonly children?: React.ReactNode;
  readonly actions?: React.ReactNode;
}

export function EmptyPlace({ icon: Icon, title, children, actions }: EmptyPlaceProps) {
  return (
    <div className={classes.place}>
      <Stack gap="sm" align="center" maw={520}>
        <Icon size={40} stroke={1.4} aria-hidden className="quiet" />
        <Title order={2}>{title}</Title>
        {children && (
          <Text c="dimmed" ta="center" component="div">
            {children}
          </Text>
        )}
        {actions}
      </Stack>
    </div>
  );
}
