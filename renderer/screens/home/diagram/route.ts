/** Edges through ELK: places are given, the orthogonal way between them is asked for. Runs in a worker. */
import ELK, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { FlowEdge } from '../../../../shared/domain/project.ts';
import type { Placed } from './lanes.ts';
import { measures } from './measures.ts';
import type { Point } from './way.ts';

export interface Routed {
  /** Where each environment's node stands, by name. */
  readonly places: ReadonlyMap<string, Point>;
  /** Corners of each edge from its start to its end, by id. */
  readonly ways: ReadonlyMap<string, readonly Point[]>;
}

let elk: InstanceType<typeof ELK> | undefined;
const router = () => (elk ??= new ELK({ workerUrl, workerFactory: (url) => new Worker(url ?? workerUrl) }));

/** Starts the worker ahead of the first layout. */
export const prepareRouter = (): void => void router();

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.separateConnectedComponents': 'false',
  'elk.padding': '[top=0,left=0,bottom=0,right=0]',
  'elk.spacing.nodeNode': String(measures.rowGap),
  'elk.spacing.edgeNode': '30',
  'elk.spacing.edgeEdge': '14',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(measures.columnGap),
  'elk.layered.spacing.edgeNodeBetweenLayers': '26',
  // The lanes decide where nodes stand; every phase that would move them is told to keep what it finds.
  'elk.layered.cycleBreaking.strategy': 'INTERACTIVE',
  'elk.layered.layering.strategy': 'INTERACTIVE',
  'elk.layered.crossingMinimization.strategy': 'INTERACTIVE',
  'elk.layered.nodePlacement.strategy': 'INTERACTIVE',
};

/** Routes the edges between placed environments; edges to others are left out. */
export async function routeEdges(placed: readonly Placed[], edges: readonly FlowEdge[]): Promise<Routed> {
  const lanes = new Map(placed.map((place) => [place.environment.name, place.environment.lane]));
  const drawn = edges.filter((edge) => lanes.has(edge.from) && lanes.has(edge.to));
  const graph: ElkNode = {
    id: 'flow',
    layoutOptions: options,
    children: placed.map(nodeOf),
    edges: drawn.map((edge) => ({
      id: edge.id,
      sources: [`${edge.from}:east`],
      targets: [
        lanes.get(edge.from) === 'release' && lanes.get(edge.to) === 'main' ? `${edge.to}:south` : `${edge.to}:west`,
      ],
    })),
  };
  const answer = await router().layout(graph);
  const anchor = placed[0];
  const found = answer.children?.find((child) => child.id === anchor?.environment.name);
  const dx = (anchor?.x ?? 0) - (found?.x ?? 0);
  const dy = (anchor?.y ?? 0) - (found?.y ?? 0);
  return {
    places: new Map(answer.children?.map((child) => [child.id, { x: (child.x ?? 0) + dx, y: (child.y ?? 0) + dy }])),
    ways: new Map(
      answer.edges?.flatMap((edge) => {
        const section = edge.sections?.[0];
        if (!section) return [];
        const corners = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
        return [[edge.id, corners.map((corner) => ({ x: corner.x + dx, y: corner.y + dy }))] as const];
      }),
    ),
  };
}

function nodeOf({ environment, x, y }: Placed): ElkNode {
  const { nodeWidth: width, nodeHeight: height } = measures;
  const port = (side: string, px: number, py: number) => ({
    id: `${environment.name}:${side.toLowerCase()}`,
    x: px,
    y: py,
    width: 0,
    height: 0,
    layoutOptions: { 'elk.port.side': side },
  });
  return {
    id: environment.name,
    x,
    y,
    width,
    height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [port('WEST', 0, height / 2), port('EAST', width, height / 2), port('SOUTH', width / 2, height)],
  };
}
