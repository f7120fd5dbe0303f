/** A conflict in text: the lane's side, what both began with, the pick's side, and the result below them. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconHistory } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Conflict, Settlement } from '../../../../shared/domain/hotfix.ts';
import { Chip } from '../../../components/Chip.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { KeyTip } from '../../../components/KeyTip.tsx';
import { useResizer } from '../../../components/useResizer.ts';
import { When } from '../../../components/When.tsx';
import { useStore } from '../../../state/store.ts';
import { inert } from '../../../text/inert.ts';
import classes from './Editor.module.css';
import { SidePane } from './SidePane.tsx';
import { useResult } from './useResult.ts';
import { words } from './words.ts';

interface ThreeWayProps {
  readonly conflict: Conflict;
  /** What the result begins as: what was typed or settled earlier, else the merged text. */
  readonly initial: () => string;
  /** Called after every edit: the text, and the conflicts left in it. */
  readonly edited: (content: string, left: number) => void;
  readonly takeWhole: (choice: Exclude<Settlement['choice'], 'content'>) => void;
}

const choices = ['ours', 'theirs', 'both'] as const;

export function ThreeWay({ conflict, initial, edited, takeWhole }: ThreeWayProps) {
  const { file, base, ours, theirs, merged, remembered } = conflict;
  const [used, setUsed] = useState(false);
  const filling = useRef(false);
  const { host, state, next, previous, settle, replace } = useResult({
    path: file.path,
    initial,
    edited: (content, left) => {
      if (!filling.current) setUsed(false);
      edited(content, left);
    },
  });
  const fill = (text: string) => {
    filling.current = true;
    replace(text);
    filling.current = false;
  };
  const height = useStore((state) => state.resultHeight);
  const arrange = useStore((state) => state.arrange);
  const handle = useResizer({
    size: height,
    least: 140,
    most: Math.round(innerHeight * 0.6),
    axis: 'y',
    resize: (resultHeight) => arrange({ resultHeight }),
    label: words.resultHeight,
  });
  const { regions, current, blocks } = state;
  // The same keys beside the text as in it, which has had them first.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const choice = event.altKey ? choices[Number(event.key) - 1] : undefined;
    if (event.key === 'F7') (event.shiftKey ? previous : next)();
    else if (choice) settle(choice);
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.threeWay} onKeyDown={onKeyDown}>
      {remembered && (
        <div className={classes.remembered} role="status">
          <IconHistory size={16} aria-hidden />
          {used ? (
            words.used
          ) : (
            <>
              <span>
                {words.remembered(inert(remembered.by))}, <When at={remembered.at} />
              </span>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  fill(remembered.content);
                  setUsed(true);
                }}
              >
                {words.use}
              </Button>
            </>
          )}
        </div>
      )}
      <div className={classes.sides}>
        <SidePane side="ours" path={file.path} text={ours} base={base} block={blocks?.ours ?? null} />
        <SidePane
          side="base"
          path={file.path}
          text={base}
          base={ours}
          block={blocks?.base ?? null}
          beside={{ text: ours, block: blocks?.ours ?? null }}
        />
        <SidePane side="theirs" path={file.path} text={theirs} base={base} block={blocks?.theirs ?? null} />
      </div>
      <section className={classes.result} style={{ height }} aria-label={words.panes.result}>
        <div className={classes.handle} {...handle} />
        <div className={classes.toolbar} role="toolbar" aria-label={words.panes.result}>
          <h2 className={classes.paneTitle}>{words.panes.result}</h2>
          <Chip tone={regions.length === 0 ? 'good' : 'wait'}>
            {current >= 0 ? words.at(current + 1, regions.length) : words.left(regions.length)}
          </Chip>
          <Step label={words.previous} keys="Shift F7" run={previous} enabled={regions.length > 0}>
            <IconArrowUp size={15} />
          </Step>
          <Step label={words.next} keys="F7" run={next} enabled={regions.length > 0}>
            <IconArrowDown size={15} />
          </Step>
          {choices.map((choice, index) => (
            <KeyTip key={choice} label={words.acceptTip[choice]} keys={`Alt ${index + 1}`}>
              <Button
                size="compact-sm"
                variant="default"
                disabled={regions.length === 0}
                onClick={() => settle(choice)}
              >
                {words.accept[choice]}
              </Button>
            </KeyTip>
          ))}
          <span className={classes.end}>
            {merged !== null && (
              <KeyTip label={words.startAgainTip}>
                <Button size="compact-sm" variant="subtle" onClick={() => fill(merged)}>
                  {words.startAgain}
                </Button>
              </KeyTip>
            )}
            <Menu position="top-end" withinPortal width={260}>
              <Menu.Target>
                <Button size="compact-sm" variant="default">
                  {words.whole}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {conflict.choices.map((choice) => (
                  <Menu.Item key={choice} onClick={() => takeWhole(choice)}>
                    {words.choices[choice][0]}
                    <div className="quiet">{words.choices[choice][1]}</div>
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </span>
        </div>
        <div ref={host} className={classes.code} data-testid="result" />
        <span className={classes.text}>
          <Foreign text={file.text} line />
        </span>
      </section>
    </div>
  );
}

interface StepProps {
  readonly label: string;
  readonly keys: string;
  readonly enabled: boolean;
  readonly run: () => void;
  readonly children: React.ReactNode;
}

function Step({ label, keys, enabled, run, children }: StepProps) {
  return (
    <KeyTip label={label} keys={keys}>
      <ActionIcon variant="default" size="md" aria-label={label} disabled={!enabled} onClick={run}>
        {children}
      </ActionIcon>
    </KeyTip>
  );
}
