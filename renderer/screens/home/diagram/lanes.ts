/**
 * Where each environment belongs: its lane, column and row. Pure and stable: a new environment takes the next free
 * place and moves only what comes after it.
 */
import type { EnvironmentStatus, FlowEdge } from '../../../../shared/domain/project.ts';
import { columnStep, measures, rowStep } from './measures.ts';

export type Lane = EnvironmentStatus['lane'];

export interface Placed {
  readonly environment: EnvironmentStatus;
  readonly x: number;
  readonly y: number;
}

export interface Fold {
  readonly hidden: readonly EnvironmentStatus[];
  readonly x: number;
  readonly y: number;
}

export interface Band {
  readonly lane: Lane;
  readonly count: number;
  readonly y: number;
  readonly height: number;
  /** Whether there is more of it than one row. */
  readonly foldable: boolean;
}

/** Something across the whole flow, such as an open lane, in the order in which they were given. */
export interface Strip {
  readonly y: number;
}

export interface LanePlan {
  readonly placed: readonly Placed[];
  readonly fold: Fold | null;
  readonly bands: readonly Band[];
  readonly strips: readonly Strip[];
  /** Where the flow comes from, above the environments of its middle: the person's checkout and the main branch. */
  readonly sources: readonly Strip[];
  readonly width: number;
}

interface Cell {
  readonly environment: EnvironmentStatus;
  readonly column: number;
  readonly row: number;
}

/** Columns that the test lane has at least, so that it does not become a tower beside a short flow. */
const leastColumns = 4;

/** Lays the lanes out from top to bottom: test, main, release; open lanes are strips at the foot of the last. */
export function planLanes(
  environments: readonly EnvironmentStatus[],
  edges: readonly FlowEdge[],
  unfolded: boolean,
  openLanes = 0,
  sourceCount = 0,
): LanePlan {
  const sorted = [...environments].sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
  const inLane = (lane: Lane) => sorted.filter((environment) => environment.lane === lane);
  const main = mainCells(inLane('main'), edges);
  const columns = Math.max(leastColumns, 1 + Math.max(-1, ...main.map((cell) => cell.column)));
  const tests = testCells(inLane('test'), columns, unfolded);
  const release = releaseCells(inLane('release'), main);

  const placed: Placed[] = [];
  const bands: Band[] = [];
  let top = 0;
  let fold: Fold | null = null;
  let sources: Strip[] = [];
  for (const [lane, cells, rows] of [
    ['test', tests.cells, tests.rows],
    ['main', main, rowsOf(main)],
    ['release', release, rowsOf(release)],
  ] as const) {
    if (lane === 'main') {
      const first = top;
      sources = Array.from({ length: sourceCount }, (_none, index) => ({ y: first + index * stripStep }));
      top += sourceCount * stripStep;
    }
    if (cells.length === 0) continue;
    placed.push(
      ...cells.map((cell) => ({
        environment: cell.environment,
        x: cell.column * columnStep,
        y: top + cell.row * rowStep,
      })),
    );
    if (lane === 'test' && tests.hidden.length > 0)
      fold = { hidden: tests.hidden, x: (columns - 1) * columnStep, y: top };
    const height = rows * rowStep - measures.rowGap + (lane === 'release' ? openLanes * stripStep : 0);
    bands.push({ lane, count: inLane(lane).length, y: top, height, foldable: lane === 'test' && tests.foldable });
    top += height + measures.laneGap;
  }
  // Without an environment that deploys them, lanes have the ground to themselves.
  if (openLanes > 0 && release.length === 0) {
    const height = openLanes * stripStep - measures.stripGap;
    bands.push({ lane: 'release', count: 0, y: top + bandHead, height, foldable: false });
  }
  const ground = bands.find((band) => band.lane === 'release');
  const strips = Array.from({ length: ground ? openLanes : 0 }, (_none, index) => ({
    y: (ground ? ground.y + ground.height : 0) - (openLanes - index) * stripStep + measures.stripGap,
  }));
  const last = Math.max(0, ...placed.map((place) => place.x), fold?.x ?? 0);
  return { placed, fold, bands, strips, sources, width: last + measures.nodeWidth };
}

const stripStep = measures.stripHeight + measures.stripGap;
/** Room for the name of a band that holds no environment. */
const bandHead = 56;

const rowsOf = (cells: readonly Cell[]) => 1 + Math.max(-1, ...cells.map((cell) => cell.row));

/** Along the middle: by order, and always to the right of what they take from. */
function mainCells(environments: readonly EnvironmentStatus[], edges: readonly FlowEdge[]): Cell[] {
  const orders = [...new Set(environments.map((environment) => environment.order))];
  const columns = new Map<string, number>();
  for (const environment of environments) {
    const before = edges.filter((edge) => edge.to === environment.name).map((edge) => columns.get(edge.from) ?? -1);
    columns.set(environment.name, Math.max(orders.indexOf(environment.order), ...before.map((column) => column + 1)));
  }
  return stacked(environments, (environment) => columns.get(environment.name) ?? 0);
}

/** The hotfix lane stands below the last environment that comes before it in order. */
function releaseCells(environments: readonly EnvironmentStatus[], main: readonly Cell[]): Cell[] {
  return stacked(environments, (environment) =>
    Math.max(0, ...main.filter((cell) => cell.environment.order < environment.order).map((cell) => cell.column)),
  );
}

function stacked(
  environments: readonly EnvironmentStatus[],
  columnOf: (environment: EnvironmentStatus) => number,
): Cell[] {
  const rows = new Map<number, number>();
  return environments.map((environment) => {
    const column = columnOf(environment);
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { environment, column, row };
  });
}

/** A grid above the flow, from its second column on; folded it is one row whose last place stands for the rest. */
function testCells(environments: readonly EnvironmentStatus[], columns: number, unfolded: boolean) {
  const width = columns - 1;
  const foldable = environments.length > width;
  const folded = foldable && !unfolded;
  const shown = folded ? environments.slice(0, width - 1) : environments;
  const cells = shown.map((environment, index): Cell => ({
    environment,
    column: 1 + (index % width),
    row: Math.floor(index / width),
  }));
  return { cells, hidden: environments.slice(shown.length), foldable, rows: folded ? 1 : rowsOf(cells) };
}
