/** The diagram: what runs where, is it well, what is waiting, what is moving. */
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  applyNodeChanges,
  useReactFlow,
  type NodeChange,
} from '@xyflow/react';
import { useElementSize, useHotkeys } from '@mantine/hooks';
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { ProjectStatus } from '../../../../shared/domain/project.ts';
import { useStore } from '../../../state/store.ts';
import { BandNode } from './BandNode.tsx';
import classes from './Diagram.module.css';
import { DiagramControls } from './DiagramControls.tsx';
import { edgesOf, nodesOf, type DiagramEdge, type DiagramNode } from './elements.ts';
import { EnvironmentNode } from './EnvironmentNode.tsx';
import { FlowEdge } from './FlowEdge.tsx';
import { FoldNode } from './FoldNode.tsx';
import { LaneNode } from './LaneNode.tsx';
import { measures } from './measures.ts';
import { SourceNode } from './SourceNode.tsx';
import { useDragToPromote } from './useDragToPromote.ts';
import { usePipeline } from './usePipeline.ts';
import { useRoutes } from './useRoutes.ts';
import { frameView, reveal } from './view.ts';
import { words } from './words.ts';

const nodeTypes = { environment: EnvironmentNode, fold: FoldNode, band: BandNode, lane: LaneNode, source: SourceNode };
const edgeTypes = { flow: FlowEdge };
const noPlaces = {};

export function Diagram({ status }: { readonly status: ProjectStatus }) {
  return (
    <ReactFlowProvider>
      <Flow key={status.project.id} status={status} />
    </ReactFlowProvider>
  );
}

function Flow({ status }: { readonly status: ProjectStatus }) {
  const project = status.project.id;
  const unfolded = useStore((state) => state.unfolded[project] ?? false);
  const places = useStore((state) => state.places[project] ?? noPlaces);
  const selected = useStore((state) => (state.route.screen === 'home' ? state.route.environment : undefined));
  const go = useStore((state) => state.go);
  const flow = useReactFlow<DiagramNode, DiagramEdge>();
  const { ref, width, height } = useElementSize();
  const pipeline = usePipeline(status);
  const layout = useRoutes(status, unfolded, pipeline.sources.length);
  const [dragged, setDragged] = useState<DiagramNode[]>([]);
  const drag = useDragToPromote(status, () => setDragged([]));
  const computed = useMemo(
    () => nodesOf(status, layout, places, drag.dropTarget, pipeline),
    [status, layout, places, drag.dropTarget, pipeline],
  );
  const nodes = useMemo(() => withDragged(computed, dragged), [computed, dragged]);
  const edges = useMemo(() => edgesOf(status, layout, places), [status, layout, places]);

  const fit = useCallback(
    () => void flow.setViewport(frameView(flow.getNodesBounds(computed), { width, height })),
    [flow, computed, width, height],
  );
  const handled = useRef(false);
  const frame = useEffectEvent(() => {
    if (!handled.current) fit();
  });
  // Framed anew for every size of the window, until a person has moved the view: from then on it is theirs.
  useEffect(() => {
    if (width > 0) frame();
  }, [width, height]);
  useEffect(() => {
    handled.current = false;
    frame();
  }, [unfolded]);

  // The inspector takes room at the right: what it speaks of must stay in sight.
  useEffect(() => {
    const node = computed.find((candidate) => candidate.id === selected);
    if (!node || width === 0) return;
    const view = reveal(
      { ...node.position, width: measures.nodeWidth, height: measures.nodeHeight },
      flow.getViewport(),
      { width, height },
    );
    if (view) void flow.setViewport(view, { duration: 200 });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a new selection or a new size moves the view, never new data
  }, [selected, width, height]);

  useHotkeys([['f', fit]]);
  const onNodesChange = (changes: NodeChange<DiagramNode>[]) => {
    const moves = changes.filter((change) => change.type === 'position' && change.dragging);
    if (moves.length > 0)
      setDragged(
        applyNodeChanges(moves, nodes).filter((node) => moves.some((move) => 'id' in move && move.id === node.id)),
      );
    else if (changes.some((change) => change.type === 'position')) setDragged([]);
  };

  return (
    <section ref={ref} className={classes.diagram} aria-label={words.diagram}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeDrag={drag.onNodeDrag}
        onNodeDragStop={drag.onNodeDragStop}
        onEdgeClick={(_event, edge) => go({ screen: 'home', project, edge: edge.id })}
        onMoveStart={(event) => {
          handled.current ||= event !== null;
        }}
        onPaneClick={() => go({ screen: 'home', project })}
        minZoom={0.4}
        maxZoom={2}
        panOnScroll
        zoomOnDoubleClick={false}
        nodeDragThreshold={5}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--canvas-dot)" />
        <DiagramControls project={project} fit={fit} />
      </ReactFlow>
    </section>
  );
}

function withDragged(computed: DiagramNode[], dragged: readonly DiagramNode[]): DiagramNode[] {
  if (dragged.length === 0) return computed;
  const moved = new Map(dragged.map((node) => [node.id, node.position]));
  return computed.map((node) =>
    moved.has(node.id) ? { ...node, position: moved.get(node.id) ?? node.position, zIndex: 10 } : node,
  );
}
