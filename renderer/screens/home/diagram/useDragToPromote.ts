/** Dragging a node: onto the next environment it asks to promote, anywhere else it takes its new place. */
import { useReactFlow, type OnNodeDrag } from '@xyflow/react';
import { useState } from 'react';
import type { ProjectStatus } from '../../../../shared/domain/project.ts';
import { useStore } from '../../../state/store.ts';
import type { DiagramNode } from './elements.ts';

export function useDragToPromote(status: ProjectStatus, settle: () => void) {
  const flow = useReactFlow<DiagramNode>();
  const [dropTarget, setDropTarget] = useState<string | null>(null);
  const project = status.project.id;

  const edgeUnder = (node: DiagramNode) => {
    const under = new Set(flow.getIntersectingNodes(node).map((other) => other.id));
    return status.edges.find(
      (edge) => edge.from === node.id && edge.kind !== 'mirror' && edge.release && under.has(edge.to),
    );
  };
  const onNodeDrag: OnNodeDrag<DiagramNode> = (_event, node) => setDropTarget(edgeUnder(node)?.to ?? null);
  const onNodeDragStop: OnNodeDrag<DiagramNode> = (_event, node) => {
    const edge = edgeUnder(node);
    setDropTarget(null);
    const { openDialog, placeNode } = useStore.getState();
    if (edge?.release) {
      settle();
      openDialog({ kind: 'promotion', project, release: edge.release.id, to: edge.to });
    } else placeNode(project, node.id, node.position);
  };
  return { dropTarget, onNodeDrag, onNodeDragStop };
}
