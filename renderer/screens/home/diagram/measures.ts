/** Sizes of the diagram in its own pixels. Text is 14 px here, so that it is 12 px at the smallest zoom it opens with. */
export const measures = {
  nodeWidth: 232,
  nodeHeight: 128,
  columnGap: 72,
  rowGap: 28,
  laneGap: 64,
  lanePadding: 20,
  /** An open lane: a strip below the environment that deploys it. */
  stripHeight: 44,
  stripGap: 12,
  smallestZoom: 12 / 14,
  largestZoom: 1.15,
} as const;

export const columnStep = measures.nodeWidth + measures.columnGap;
export const rowStep = measures.nodeHeight + measures.rowGap;
