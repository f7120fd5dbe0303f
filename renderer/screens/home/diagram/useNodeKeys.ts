/** Keys on a node: arrows go to the next one, Enter previews the promotion of what runs there, Space selects. */
import { useReactFlow } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { useStore } from '../../../state/store.ts';
import { neighbour } from './view.ts';
import { measures } from './measures.ts';

const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;

/** Moves the keyboard from a node of the flow to the next in a direction; answers whether the key was an arrow. */
export function useArrows(id: string) {
  const flow = useReactFlow();
  return (event: KeyboardEvent): boolean => {
    const arrow = arrows.find((key) => key === event.key);
    if (!arrow) return false;
    event.preventDefault();
    const boxes = flow
      .getNodes()
      .filter((node) => node.type === 'environment' || node.type === 'lane' || node.type === 'source')
      .map((node) => ({
        id: node.id,
        ...node.position,
        width: node.width ?? measures.nodeWidth,
        height: node.height ?? measures.nodeHeight,
      }));
    const from = boxes.find((box) => box.id === id);
    const next = from && neighbour(from, boxes, arrow);
    if (next) document.querySelector<HTMLElement>(`[data-node="${CSS.escape(next)}"]`)?.focus();
    return true;
  };
}

export function useNodeKeys(environment: EnvironmentStatus, project: string) {
  const goBy = useArrows(environment.name);
  return (event: KeyboardEvent) => {
    if (goBy(event) || event.key !== 'Enter') return;
    event.preventDefault();
    promoteFrom(environment.name, project);
  };
}

/** Opens the preview of the first promotion that leads on from an environment; selects it where there is none. */
export function promoteFrom(name: string, project: string): void {
  const { statuses, openDialog, go } = useStore.getState();
  const onward =
    statuses[project]?.edges.filter((edge) => edge.from === name && edge.kind !== 'mirror' && edge.release) ?? [];
  const edge = onward.find((candidate) => candidate.promotion.possible) ?? onward[0];
  if (edge?.release) openDialog({ kind: 'promotion', project, release: edge.release.id, to: edge.to });
  else go({ screen: 'home', project, environment: name });
}
