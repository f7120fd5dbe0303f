/** A time: relative to read, exact on hover. */
import { Tooltip } from '@mantine/core';
import { ago, exact } from '../text/time.ts';
import { useNow } from './useNow.ts';

export function When({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <Tooltip label={exact(at)}>
      <time dateTime={new Date(at).toISOString()}>{ago(at, now)}</time>
    </Tooltip>
  );
}
