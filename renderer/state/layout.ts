/** How this person has arranged the window: kept on this machine, for each project where it differs. */
import type { Slice } from './store.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

type Size = 'inspectorWidth' | 'drawerHeight' | 'laneWidth' | 'diffWidth' | 'resultHeight';

/** How this person reads a terminal. */
export interface TerminalLook {
  readonly times: boolean;
  /** Whether lines are told to a screen reader too, which takes its time with many. */
  readonly screenReader: boolean;
}

export interface LayoutSlice {
  readonly terminal: TerminalLook;
  readonly inspectorWidth: number;
  readonly drawerHeight: number;
  /** Widths of the panes of the hotfix screen, and the part of the editor that the result has. */
  readonly laneWidth: number;
  readonly diffWidth: number;
  readonly resultHeight: number;
  readonly drawerOpen: boolean;
  /** Whether the test lane shows all of its environments, by project. */
  readonly unfolded: Readonly<Record<string, boolean>>;
  /** Where a person has put nodes, by project and environment. */
  readonly places: Readonly<Record<string, Readonly<Record<string, Place>>>>;
  arrange(change: Partial<Pick<LayoutSlice, Size | 'drawerOpen' | 'terminal'>>): void;
  unfoldTests(project: string, unfolded: boolean): void;
  placeNode(project: string, environment: string, place: Place): void;
  /** Forgets every place of a project: the layout is the computed one again. */
  resetPlaces(project: string): void;
}

const storageKey = 'slipway.layout';
type Kept = Pick<LayoutSlice, Size | 'terminal' | 'unfolded' | 'places'>;
const initial: Kept = {
  inspectorWidth: 420,
  drawerHeight: 280,
  laneWidth: 320,
  diffWidth: 370,
  resultHeight: 300,
  terminal: { times: true, screenReader: false },
  unfolded: {},
  places: {},
};

function kept(): Kept {
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Kept>) };
  } catch {
    return initial;
  }
}

export const layoutSlice: Slice<LayoutSlice> = (set, get) => {
  const keep = (change: Partial<LayoutSlice>) => {
    set(change);
    const state = get();
    const names = Object.keys(initial) as (keyof Kept)[];
    localStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(names.map((name) => [name, state[name]]))));
  };
  return {
    ...kept(),
    drawerOpen: false,
    arrange: keep,
    unfoldTests: (project, unfolded) => keep({ unfolded: { ...get().unfolded, [project]: unfolded } }),
    placeNode: (project, environment, place) =>
      keep({ places: { ...get().places, [project]: { ...get().places[project], [environment]: place } } }),
    resetPlaces: (project) => keep({ places: { ...get().places, [project]: {} } }),
  };
};
