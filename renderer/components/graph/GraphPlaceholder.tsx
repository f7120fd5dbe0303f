/** What stands in the place of the graph where there is none: its shape while it loads, or why there is nothing. */
import { Skeleton, Stack } from '@mantine/core';
import { IconGitCommit } from '@tabler/icons-react';
import { EmptyPlace } from '../EmptyPlace.tsx';
import { ProblemNotice } from '../ProblemNotice.tsx';
import type { LogWindow } from './logWindow.ts';
import { words } from './words.ts';

export function GraphPlaceholder({ log, filtered }: { readonly log: LogWindow; readonly filtered: boolean }) {
  if (log.problem) return <ProblemNotice problem={log.problem} compact />;
  if (!log.loading) return <EmptyPlace icon={IconGitCommit} title={filtered ? words.notFound : words.none} />;
  return (
    <Stack px="lg" gap={6} role="status" aria-label={words.loading}>
      {[0, 1, 2, 3, 4, 5, 6, 7].map((n) => (
        <Skeleton key={n} height={20} />
      ))}
    </Stack>
  );
}
