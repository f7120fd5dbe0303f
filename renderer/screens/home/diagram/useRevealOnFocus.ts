/** Brings a node that the keyboard reaches into sight. The pointer is only ever on what shows: nothing moves below it. */
import { useReactFlow, useStoreApi } from '@xyflow/react';
import type { FocusEvent } from 'react';
import { measures } from './measures.ts';
import { reveal } from './view.ts';

export function useRevealOnFocus(name: string) {
  const flow = useReactFlow();
  const canvas = useStoreApi();
  return (event: FocusEvent) => {
    const node = flow.getNode(name);
    if (!node || !event.target.matches(':focus-visible')) return;
    const { width = measures.nodeWidth, height = measures.nodeHeight } = node;
    const box = { ...node.position, width, height };
    const view = reveal(box, flow.getViewport(), canvas.getState());
    if (view) void flow.setViewport(view);
  };
}
