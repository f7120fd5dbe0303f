/** Running and recent operations, below every screen of a project. Opens by itself when something fails. */
import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { isOpen } from '../../../shared/domain/operation.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { KeyTip } from '../../components/KeyTip.tsx';
import { useResizer } from '../../components/useResizer.ts';
import { operationsOf, progressOf } from '../../state/operations.ts';
import { useStore } from '../../state/store.ts';
import classes from './Drawer.module.css';
import { OperationMark } from './marks.tsx';
import { OperationList } from './OperationList.tsx';
import { OperationView } from './OperationView.tsx';
import { statusWord, words } from './words.ts';

export function Drawer({ project }: { readonly project: string }) {
  const all = useStore((state) => state.operations);
  const chosen = useStore((state) => (state.route.screen === 'welcome' ? undefined : state.route.operation));
  const open = useStore((state) => state.drawerOpen);
  const height = useStore((state) => state.drawerHeight);
  const arrange = useStore((state) => state.arrange);
  const operations = useMemo(() => operationsOf(all, project), [all, project]);
  const latest = operations[0];
  const shown = chosen ? all[chosen] : latest;
  const handle = useResizer({
    size: height,
    least: 160,
    most: Math.round(innerHeight * 0.7),
    axis: 'y',
    resize: (drawerHeight) => arrange({ drawerHeight }),
    label: words.height,
  });
  useEffect(() => {
    if (chosen) arrange({ drawerOpen: true });
  }, [chosen, arrange]);
  useLoadChosen(chosen);
  const busy = latest && isOpen(latest.status) ? latest : null;

  return (
    <section className={classes.drawer} aria-label={words.operations}>
      {open && <div className={classes.handle} {...handle} />}
      <KeyTip label={open ? words.hide : words.show} keys="J">
        <UnstyledButton className={classes.strip} aria-expanded={open} onClick={() => arrange({ drawerOpen: !open })}>
          {open ? <IconChevronDown size={16} aria-hidden /> : <IconChevronUp size={16} aria-hidden />}
          <span>{words.operations}</span>
          <span className={classes.now}>
            {busy ? (
              <>
                <OperationMark status={busy.status} />
                <span className="one-line">
                  <Foreign text={`${busy.title}: ${statusWord(busy).toLowerCase()}`} line />
                </span>
                <span className="quiet">{`${progressOf(busy).over} of ${progressOf(busy).total}`}</span>
              </>
            ) : (
              <span className="quiet">{words.idle}</span>
            )}
          </span>
        </UnstyledButton>
      </KeyTip>
      {open && (
        <div className={classes.body} style={{ height }}>
          <OperationList operations={operations} shown={shown?.id} />
          {shown ? (
            <OperationView key={shown.id} operation={shown} />
          ) : (
            <div className={classes.nothing}>{operations.length === 0 ? words.none : words.choose}</div>
          )}
        </div>
      )}
    </section>
  );
}

/** An address may name an operation that is older than the recent ones. */
function useLoadChosen(chosen: string | undefined): void {
  const known = useStore((state) => chosen === undefined || chosen in state.operations);
  const connected = useStore((state) => state.link.phase === 'connected');
  const load = useStore((state) => state.loadOperation);
  useEffect(() => {
    if (chosen && !known && connected) void load(chosen).catch(() => undefined);
  }, [chosen, known, connected, load]);
}
