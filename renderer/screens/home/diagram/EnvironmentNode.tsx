/** An environment on the diagram: name, release, health, and what is waiting or moving. */
import type { NodeProps } from '@xyflow/react';
import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import { Foreign } from '../../../components/Foreign.tsx';
import { HealthMark } from '../../../components/HealthMark.tsx';
import { KindIcon } from '../../../components/KindIcon.tsx';
import { isOpen, type Operation } from '../../../../shared/domain/operation.ts';
import { useStore } from '../../../state/store.ts';
import { age, exact } from '../../../text/time.ts';
import { useRollout } from '../../../components/rollout/useRollout.ts';
import { useNow } from '../../../components/useNow.ts';
import { healthLooks } from '../../../components/health.ts';
import type { EnvironmentNode as NodeType } from './elements.ts';
import classes from './EnvironmentNode.module.css';
import { NodeFoot } from './NodeFoot.tsx';
import { NodeMenu } from './NodeMenu.tsx';
import { sameData } from './sameData.ts';
import { useNodeKeys } from './useNodeKeys.ts';
import { useRevealOnFocus } from './useRevealOnFocus.ts';
import { testWords } from './testMarks.ts';
import { nodeLabel, releaseName, words } from './words.ts';

export const EnvironmentNode = memo(function EnvironmentNode({ data }: NodeProps<NodeType>) {
  const { environment, project, dropTarget, marks, test } = data;
  const selected = useStore((state) => state.route.screen === 'home' && state.route.environment === environment.name);
  const operation = useStore((state) => newestOf(environment.operation, state.operations));
  const rollout = useRollout(operation);
  const now = useNow();
  const go = useStore((state) => state.go);
  const onKeyDown = useNodeKeys(environment, project);
  const onFocus = useRevealOnFocus(environment.name);
  const tone = operation
    ? operation.status === 'needs-attention'
      ? 'wait'
      : 'move'
    : healthLooks[environment.health].tone;
  // An environment that is called like its kind is called by the kind's title, as people write it.
  const differs = environment.name !== environment.kind;

  return (
    <div
      className={classes.node}
      onFocus={onFocus}
      data-tone={tone}
      data-selected={selected || undefined}
      data-health={environment.health}
      data-template={environment.template || undefined}
      data-drop={dropTarget || undefined}
      data-testid={`environment-${environment.name}`}
    >
      <Handle type="target" position={Position.Left} id="west" className={classes.port} isConnectable={false} />
      <Handle type="target" position={Position.Bottom} id="south" className={classes.port} isConnectable={false} />
      <button
        type="button"
        className={classes.whole}
        aria-label={nodeLabel({ ...environment, operation }, marks, rollout, test ? testWords(test, now) : [])}
        aria-pressed={selected}
        data-environment={environment.name}
        data-node={environment.name}
        onClick={() => go({ screen: 'home', project, environment: environment.name })}
        onKeyDown={onKeyDown}
      />
      <div className={classes.head} aria-hidden>
        <KindIcon kind={environment.kind} size={17} className={classes.kind} />
        <span className={classes.name}>
          <Foreign text={differs ? environment.name : environment.title} most={17} />
        </span>
        {differs && <span className={classes.title}>{environment.title}</span>}
      </div>
      <NodeMenu environment={environment} project={project} marks={marks} test={test} />
      <Running environment={environment} />
      <div aria-hidden className={classes.health}>
        <HealthMark health={environment.health} text={environment.healthText} />
      </div>
      <NodeFoot environment={environment} operation={operation} rollout={rollout} marks={marks} test={test} />
      <Handle type="source" position={Position.Right} id="east" className={classes.port} isConnectable={false} />
    </div>
  );
}, sameData);

/** The operation as last heard of; null once it is over, also while the status still names it. */
function newestOf(operation: Operation | null, known: Readonly<Record<string, Operation>>): Operation | null {
  const newest = operation && (known[operation.id] ?? operation);
  return newest && isOpen(newest.status) ? newest : null;
}

function Running({ environment }: { readonly environment: NodeType['data']['environment'] }) {
  const now = useNow();
  const { release, runningSince, template } = environment;
  // Health says that nothing is here; once is enough.
  if (!release)
    return template ? (
      <div className={classes.release} data-empty aria-hidden>
        {words.template}
      </div>
    ) : null;
  return (
    <div className={classes.release} aria-hidden>
      <span className={`mono ${classes.version}`}>
        <Foreign text={releaseName(release)} most={20} />
      </span>
      {release.rejected && <span className={classes.rejected}>{words.rejected}</span>}
      {runningSince !== null && (
        <span className={classes.age} title={exact(runningSince)}>
          {age(runningSince, now)}
        </span>
      )}
    </div>
  );
}
