/** Nodes that say the same as before stay the same: of fifty environments only the one that moved is drawn anew. */
import { useState } from 'react';
import type { DiagramNode } from './elements.ts';

interface Known {
  readonly asked: readonly DiagramNode[];
  readonly nodes: DiagramNode[];
  readonly texts: ReadonlyMap<string, string>;
}

export function useSteady(asked: DiagramNode[]): DiagramNode[] {
  const [known, setKnown] = useState<Known>(() => steady(asked, null));
  if (known.asked === asked) return known.nodes;
  const next = steady(asked, known);
  setKnown(next);
  return next.nodes;
}

/** Each node as it was where nothing that it says has changed. */
export function steady(asked: readonly DiagramNode[], before: Known | null): Known {
  const texts = new Map(asked.map((node) => [node.id, JSON.stringify(node)]));
  const old = new Map(before?.nodes.map((node) => [node.id, node]));
  const nodes = asked.map((node) => {
    const same = before?.texts.get(node.id) === texts.get(node.id);
    return (same ? old.get(node.id) : undefined) ?? node;
  });
  return { asked, nodes, texts };
}
