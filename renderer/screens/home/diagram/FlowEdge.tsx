/** The way from one environment to the next: what would be promoted along it, and what holds it. */
import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from '../../../state/store.ts';
import { EdgeButton } from './EdgeButton.tsx';
import type { DiagramEdge } from './elements.ts';
import classes from './FlowEdge.module.css';
import { labelPlace, pathThrough } from './way.ts';

export const FlowEdge = memo(function FlowEdge(props: EdgeProps<DiagramEdge>) {
  const { data } = props;
  const selected = useStore((state) => state.route.screen === 'home' && state.route.edge === props.id);
  if (!data) return null;
  const { edge, project, way, moving, crowded } = data;
  const [smooth, smoothX, smoothY] = getSmoothStepPath({ ...props, borderRadius: 10 });
  const path = way ? pathThrough(way) : smooth;
  const place = way ? labelPlace(way, crowded) : { x: smoothX, y: smoothY };
  const state = moving ? 'moving' : edge.kind === 'mirror' ? 'mirror' : edge.promotion.possible ? 'open' : 'held';
  return (
    <>
      <BaseEdge
        path={path}
        className={classes.path}
        data-state={state}
        data-selected={selected || undefined}
        interactionWidth={18}
      />
      {moving && (
        <circle r={6} className={classes.traveller}>
          <animateMotion dur="1.6s" repeatCount="indefinite" path={path} />
        </circle>
      )}
      <EdgeLabelRenderer>
        <div
          className={`nodrag nopan ${classes.label}`}
          style={{ transform: `translate(-50%, -50%) translate(${place.x}px, ${place.y}px)` }}
        >
          <EdgeButton edge={edge} project={project} state={state} selected={selected} />
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
