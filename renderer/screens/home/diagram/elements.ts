/** From a status and its layout to the nodes and edges that React Flow draws. */
import { Position, type Edge, type Node } from '@xyflow/react';
import type { EnvironmentStatus, FlowEdge, ProjectStatus } from '../../../../shared/domain/project.ts';
import type { TestEnvironment } from '../../../../shared/domain/test-environment.ts';
import type { Place } from '../../../state/layout.ts';
import { ofLane, type Between } from '../matrixOf.ts';
import type { Band } from './lanes.ts';
import { marksOf, type Marks } from './marks.ts';
import { columnStep, measures } from './measures.ts';
import { noPipeline, type Pipeline, type Source } from './pipeline.ts';
import type { Layout } from './useRoutes.ts';
import type { Point } from './way.ts';

export type EnvironmentNode = Node<
  {
    environment: EnvironmentStatus;
    project: string;
    dropTarget: boolean;
    marks: Marks;
    /** What is known of it as a test environment. */
    test: TestEnvironment | null;
  },
  'environment'
>;
export type FoldNode = Node<{ hidden: readonly EnvironmentStatus[]; project: string }, 'fold'>;
export type BandNode = Node<{ band: Band; project: string }, 'band'>;
/** An open lane. */
export type LaneNode = Node<{ lane: ProjectStatus['lanes'][number]; project: string; between: Between | null }, 'lane'>;
/** Where the flow comes from. */
export type SourceNode = Node<{ source: Source; project: string }, 'source'>;
export type DiagramNode = EnvironmentNode | FoldNode | BandNode | LaneNode | SourceNode;
/** `way` is null where a person has moved an end: then the edge finds its own way. */
export type DiagramEdge = Edge<
  { edge: FlowEdge; project: string; moving: boolean; crowded: boolean; way: readonly Point[] | null },
  'flow'
>;

const { nodeWidth: width, nodeHeight: height } = measures;

const ports = [
  { type: 'target', position: Position.Left, id: 'west', x: 0, y: height / 2, width: 1, height: 1 },
  { type: 'target', position: Position.Bottom, id: 'south', x: width / 2, y: height, width: 1, height: 1 },
  { type: 'source', position: Position.Right, id: 'east', x: width, y: height / 2, width: 1, height: 1 },
] as const;

/** Room for the words of a source beside a flow of one environment. */
const leastSourceWidth = 2 * columnStep + width;

/** All nodes: the bands behind, the environments in their places or where a person has put them. */
export function nodesOf(
  status: ProjectStatus,
  layout: Layout,
  places: Readonly<Record<string, Place>>,
  dropTarget: string | null,
  { sources, tests }: Pick<Pipeline, 'sources' | 'tests'> = noPipeline,
): DiagramNode[] {
  const project = status.project.id;
  const pad = measures.lanePadding;
  const bands = layout.plan.bands
    .filter((band) => band.lane !== 'main')
    .map((band): BandNode => ({
      id: `band ${band.lane}`,
      type: 'band',
      position: { x: -pad, y: band.y - pad },
      width: layout.plan.width + 2 * pad,
      height: band.height + 2 * pad,
      data: { band, project },
      draggable: false,
      selectable: false,
      focusable: false,
      zIndex: -10,
    }));
  const environments = layout.plan.placed.map((placed): EnvironmentNode => ({
    id: placed.environment.name,
    type: 'environment',
    width,
    height,
    handles: ports.map((port) => ({ ...port })),
    position: places[placed.environment.name] ??
      layout.routed?.places.get(placed.environment.name) ?? { x: placed.x, y: placed.y },
    data: {
      environment: placed.environment,
      project,
      dropTarget: dropTarget === placed.environment.name,
      marks: marksOf(status, placed.environment.name),
      test: tests.get(placed.environment.name) ?? null,
    },
  }));
  const { fold } = layout.plan;
  const folds: FoldNode[] = fold
    ? [
        {
          id: 'fold',
          type: 'fold',
          width,
          height,
          position: { x: fold.x, y: fold.y },
          data: { hidden: fold.hidden, project },
          draggable: false,
          selectable: false,
        },
      ]
    : [];
  const lanes = layout.plan.strips.flatMap((strip, index): LaneNode[] => {
    const lane = status.lanes[index];
    if (!lane) return [];
    return [
      {
        id: `lane ${lane.id}`,
        type: 'lane',
        width: layout.plan.width,
        height: measures.stripHeight,
        position: { x: 0, y: strip.y },
        data: { lane, project, between: ofLane(status, lane) },
        draggable: false,
        selectable: false,
      },
    ];
  });
  const heads = layout.plan.sources.flatMap((strip, index): SourceNode[] => {
    const source = sources[index];
    if (!source) return [];
    return [
      {
        id: `source ${source.kind}`,
        type: 'source',
        width: Math.max(layout.plan.width, leastSourceWidth),
        height: measures.stripHeight,
        position: { x: 0, y: strip.y },
        data: { source, project },
        draggable: false,
        selectable: false,
      },
    ];
  });
  return [...bands, ...heads, ...environments, ...folds, ...lanes];
}

/** The edges between environments that are shown. */
export function edgesOf(status: ProjectStatus, layout: Layout, places: Readonly<Record<string, Place>>): DiagramEdge[] {
  const shown = new Map(layout.plan.placed.map((placed) => [placed.environment.name, placed.environment]));
  // Drawn once their way is known: an edge that jumps draws the eye for nothing.
  if (!layout.routed) return [];
  return status.edges.flatMap((edge): DiagramEdge[] => {
    const from = shown.get(edge.from);
    const to = shown.get(edge.to);
    if (!from || !to) return [];
    const moved = Boolean(places[edge.from] ?? places[edge.to]);
    return [
      {
        id: edge.id,
        source: edge.from,
        target: edge.to,
        type: 'flow',
        sourceHandle: 'east',
        targetHandle: from.lane === 'release' && to.lane === 'main' ? 'south' : 'west',
        data: {
          edge,
          project: status.project.id,
          way: moved ? null : (layout.routed?.ways.get(edge.id) ?? null),
          moving: movesAlong(edge, to),
          crowded: isCrowded(edge, status.edges),
        },
        focusable: false,
      },
    ];
  });
}

/** Whether others end where this edge does, while it is alone at its start. */
function isCrowded(edge: FlowEdge, all: readonly FlowEdge[]): boolean {
  const beside = (key: 'from' | 'to') =>
    all.some((other) => other.id !== edge.id && other[key] === edge[key] && other.kind !== 'lane');
  return beside('to') && !beside('from');
}

/** Whether an operation brings the release of this edge's start to its end right now. */
function movesAlong(edge: FlowEdge, to: EnvironmentStatus): boolean {
  const { operation } = to;
  return (
    operation?.kind === 'promote' &&
    operation.status === 'running' &&
    operation.release !== null &&
    operation.release === edge.release?.id
  );
}
