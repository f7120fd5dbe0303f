/** Where the flow comes from: the person's own checkout, and the main branch with the stages of its newest run. */
import type { NodeProps } from '@xyflow/react';
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconDeviceLaptop,
  IconFlask,
  IconGitBranch,
  IconHourglassEmpty,
  IconPlayerPause,
} from '@tabler/icons-react';
import { memo, useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { shortSha } from '../../../../shared/domain/commit.ts';
import type { Run } from '../../../../shared/domain/run.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Chip } from '../../../components/Chip.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { fitting } from '../../../components/run/fitting.ts';
import { StageDots } from '../../../components/run/StageDots.tsx';
import { useNow, useSeconds } from '../../../components/useNow.ts';
import { useStore } from '../../../state/store.ts';
import { inert } from '../../../text/inert.ts';
import type { SourceNode as NodeType } from './elements.ts';
import strip from './LaneNode.module.css';
import type { Source } from './pipeline.ts';
import classes from './SourceNode.module.css';
import { sameData } from './sameData.ts';
import { useArrows } from './useNodeKeys.ts';
import { useRevealOnFocus } from './useRevealOnFocus.ts';
import { checkoutLabel, mainLabel, words } from './words.ts';

/** The share of the strip that the stages may take, as in its style. */
const stageRoom = 0.62;

export const SourceNode = memo(function SourceNode({ data, width = 0 }: NodeProps<NodeType>) {
  const { source, project } = data;
  return source.kind === 'main' ? (
    <Main source={source} project={project} width={width} />
  ) : (
    <Checkout source={source} project={project} />
  );
}, sameData);

interface StripProps {
  readonly node: string;
  readonly label: string;
  readonly tone?: 'wait' | undefined;
  readonly open: () => void;
  readonly children: ReactNode;
}

function Strip({ node, label, tone, open, children }: StripProps) {
  const goBy = useArrows(node);
  const onFocus = useRevealOnFocus(node);
  return (
    <div className={`nodrag nopan ${strip.lane}`} data-tone={tone} data-testid={node} onFocus={onFocus} onClick={open}>
      <button
        type="button"
        className={strip.whole}
        aria-label={label}
        data-node={node}
        onKeyDown={(event: KeyboardEvent) => void goBy(event)}
      />
      {children}
    </div>
  );
}

interface MainProps {
  readonly source: Extract<Source, { kind: 'main' }>;
  readonly project: string;
  readonly width: number;
}

function Main({ source, project, width }: MainProps) {
  const go = useStore((state) => state.go);
  const now = useNow();
  const { main, waiting, troubles } = source;
  const run = source.run === 'unknown' ? null : source.run;
  const commit = run?.commit ?? main.commit;
  const subject = run?.subject ?? main.subject ?? '';
  const unbegun = troubles.some(({ what }) => what === 'unbegun');
  return (
    <Strip
      node="source main"
      label={mainLabel(source, now)}
      tone={troubles.length === 0 ? undefined : 'wait'}
      open={() => go(run && !unbegun ? { screen: 'run', project, run: run.id } : { screen: 'runs', project })}
    >
      <span className={strip.name} aria-hidden>
        <IconGitBranch size={16} />
        <Foreign text={main.branch} most={24} />
      </span>
      <span className={classes.subject} aria-hidden>
        {commit && <span className="mono">{shortSha(commit)}</span>}
        <span className="one-line">
          <Foreign text={subject} line />
        </span>
      </span>
      <span className={classes.stages} aria-hidden>
        {run ? (
          <Stages run={run} room={stageRoom * width} />
        ) : (
          <span className="quiet">{source.run === 'unknown' ? words.unknown : words.notRun}</span>
        )}
      </span>
      <span className={strip.chips}>
        {waiting > 0 && (
          <Chip tone="quiet" icon={IconHourglassEmpty}>
            {words.inLine(waiting)}
          </Chip>
        )}
        {troubles.map(({ what, why }) => (
          <Chip
            key={what}
            tone="wait"
            icon={what === 'paused' ? IconPlayerPause : IconAlertTriangle}
            title={inert(why)}
          >
            {words.troubles[what]}
          </Chip>
        ))}
      </span>
    </Strip>
  );
}

function Stages({ run, room }: { readonly run: Run; readonly room: number }) {
  const { named, timeless } = useMemo(() => fitting(run.stages, room), [run.stages, room]);
  const most = 20;
  return run.status === 'running' ? (
    <LiveStages stages={run.stages} named={named} timeless={timeless} most={most} />
  ) : (
    <StageDots stages={run.stages} now={run.endedAt ?? run.startedAt} named={named} timeless={timeless} most={most} />
  );
}

function LiveStages(props: Omit<Parameters<typeof StageDots>[0], 'now'>) {
  return <StageDots {...props} now={useSeconds()} />;
}

interface CheckoutProps {
  readonly source: Extract<Source, { kind: 'checkout' }>;
  readonly project: string;
}

function Checkout({ source, project }: CheckoutProps) {
  const go = useStore((state) => state.go);
  const openDialog = useStore((state) => state.openDialog);
  const { tree, main, reason } = source;
  const branch = tree?.branch ?? null;
  return (
    <Strip
      node="source checkout"
      label={checkoutLabel(tree, inert(main))}
      open={() => go({ screen: 'commits', project, ...(branch ? { ref: branch } : {}) })}
    >
      <span className={strip.name} aria-hidden>
        <IconDeviceLaptop size={16} />
        {words.checkout}
      </span>
      {tree && (
        <span className={classes.subject} aria-hidden>
          <span className="one-line">
            {branch === null ? (
              <span className="mono">{tree.commit ? shortSha(tree.commit) : words.unborn}</span>
            ) : (
              <Foreign text={branch} most={40} />
            )}
          </span>
          {Boolean(tree.ahead) && (
            <span className={classes.ahead} title={words.ahead(tree.ahead ?? 0, main)}>
              <IconArrowUp size={14} />
              {tree.ahead}
            </span>
          )}
          {Boolean(tree.behind) && (
            <span className={classes.ahead} title={words.behind(main, tree.behind ?? 0)}>
              <IconArrowDown size={14} />
              {tree.behind}
            </span>
          )}
          <span className={classes.ahead}>{words.changed(tree.count)}</span>
        </span>
      )}
      {!tree && <span className={classes.subject} />}
      <span className={classes.run} onClick={(event) => event.stopPropagation()}>
        <ActionButton
          size="compact-sm"
          fz={14}
          variant="default"
          leftSection={<IconFlask size={15} />}
          label={words.deployHereTip}
          reason={reason}
          run={() => openDialog({ kind: 'new-test', project, workingTree: true })}
        >
          {words.deployHere}
        </ActionButton>
      </span>
    </Strip>
  );
}
