/** The operations to choose from. */
import { UnstyledButton } from '@mantine/core';
import type { Operation } from '../../../shared/domain/operation.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { useNow } from '../../components/useNow.ts';
import { useStore } from '../../state/store.ts';
import { ago, exact } from '../../text/time.ts';
import classes from './OperationList.module.css';
import { OperationMark } from './marks.tsx';
import { statusWord, words } from './words.ts';

export function OperationList({
  operations,
  shown,
}: {
  readonly operations: readonly Operation[];
  readonly shown: string | undefined;
}) {
  const show = useStore((state) => state.showOperation);
  const now = useNow();
  return (
    <ul className={classes.list} aria-label={words.operations}>
      {operations.map((operation) => (
        <li key={operation.id}>
          <UnstyledButton
            className={classes.row}
            aria-current={operation.id === shown || undefined}
            onClick={() => show(operation.id)}
            data-testid={`operation-${operation.id}`}
          >
            <OperationMark status={operation.status} />
            <span className={classes.words}>
              <span className="one-line">
                <Foreign text={operation.title} line />
              </span>
              <span
                className={classes.detail}
                title={exact(operation.startedAt)}
              >{`${statusWord(operation)} \u00b7 ${ago(operation.startedAt, now)}`}</span>
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
