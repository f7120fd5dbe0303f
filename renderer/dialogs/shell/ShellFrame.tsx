/** The window of a shell: its terminal, and the ways out of it. */
import { Button, Kbd, Modal, Skeleton } from '@mantine/core';
import { lazy, Suspense, useRef, useState } from 'react';
import { useStore } from '../../state/store.ts';
import type { ShellAddress } from '../../terminal/shell/line.ts';
import { loadShell } from '../../terminal/shell/load.ts';
import classes from './ShellDialog.module.css';
import { words } from './words.ts';

const Shell = lazy(() => loadShell().catch(loadShell));

interface ShellFrameProps {
  readonly address: ShellAddress;
  readonly title: string;
  /** Said below the terminal. */
  readonly children: React.ReactNode;
}

export function ShellFrame({ address, title, children }: ShellFrameProps) {
  const close = useStore((state) => state.closeDialog);
  const [attempt, setAttempt] = useState(0);
  const [over, setOver] = useState(false);
  const way = useRef<HTMLButtonElement>(null);
  const leave = () => way.current?.focus();
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={1100}
      // Both belong to what runs in the shell: one wrong key or click must not end it.
      closeOnEscape={false}
      closeOnClickOutside={false}
      classNames={{ body: classes.body, content: classes.content }}
      data-testid="shell-dialog"
    >
      <Suspense fallback={<Skeleton height="100%" role="status" aria-label={words.loading} />}>
        <Shell
          key={attempt}
          address={address}
          label={title}
          leave={leave}
          ended={() => {
            setOver(true);
            leave();
          }}
          again={() => {
            setOver(false);
            setAttempt(attempt + 1);
          }}
        />
      </Suspense>
      <div className={classes.foot}>
        <span className="quiet">{children}</span>
        <span className={`quiet ${classes.keys}`}>
          {!over && (
            <>
              <Kbd size="xs">Ctrl Shift L</Kbd> {words.leave}
            </>
          )}
        </span>
        <Button ref={way} size="xs" variant="default" onClick={close}>
          {over ? words.close : words.end}
        </Button>
      </div>
    </Modal>
  );
}
