/** Sizes of the graph, in pixels. */
export const rowHeight = 26;
/** Browsers draw no element that is higher than some 33 million pixels: so many rows can be scrolled through. */
export const rowsMax = Math.floor(33_000_000 / rowHeight);
export const columnWidth = 13;
/** Lines in columns beyond are cut off at the edge. */
const columnsShown = 14;

/** The width of the lines, by how many columns they take; none without lines. */
export const graphWidthOf = (columns: number): number =>
  columns === 0 ? 0 : Math.min(columns, columnsShown) * columnWidth + 6;

/** CSS grid columns of head and rows. */
export const columnsOf = (graphWidth: number, decorationWidth: number): string =>
  `${graphWidth}px minmax(160px, 1fr) minmax(70px, 130px) 104px 62px ${decorationWidth}px`;
