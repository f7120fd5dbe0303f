/** Something exact that people copy: shown short, copied in full by one click. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { shortSha } from '../../shared/domain/commit.ts';
import { inert, shorten } from '../text/inert.ts';
import classes from './Copyable.module.css';

interface CopyableProps {
  /** What is copied. */
  readonly value: string;
  /** What is shown. */
  readonly children?: string;
  /** What it is, for the tooltip: "commit", "digest". */
  readonly what: string;
}

export function Copyable({ value, children, what }: CopyableProps) {
  const clipboard = useClipboard({ timeout: 1500 });
  const shown = inert(children ?? value);
  return (
    <Tooltip label={clipboard.copied ? 'Copied' : `Copy ${what} ${shorten(inert(value), 200)}`}>
      <UnstyledButton
        className={`mono nodrag ${classes.copyable}`}
        aria-label={`Copy ${what} ${shown}`}
        onClick={(event) => {
          event.stopPropagation();
          clipboard.copy(value);
        }}
      >
        <span className="one-line">{shown}</span>
        {clipboard.copied ? (
          <IconCheck size={13} aria-hidden />
        ) : (
          <IconCopy size={13} aria-hidden className={classes.icon} />
        )}
      </UnstyledButton>
    </Tooltip>
  );
}

export const CommitName = ({ sha }: { readonly sha: string }) => (
  <Copyable value={sha} what="commit">
    {shortSha(sha)}
  </Copyable>
);

export function DigestName({ digest }: { readonly digest: string }) {
  return (
    <Copyable value={digest} what="digest">
      {digest.replace(/^sha256:/, '').slice(0, 12)}
    </Copyable>
  );
}
