/** How this person has arranged the window: kept on this machine, for each project where it differs. */
import type { Slice } from './store.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface LayoutSlice {
  readonly inspectorWidth: number;
  readonly drawerHeight: number;
  readonly drawerOpen: boolean;
  /** Whether the test lane shows all of its environments, by project. */
  readonly unfolded: Readonly<Record<string, boolean>>;
  /** Where a person has put nodes, by project and environment. */
  readonly places: Readonly<Record<string, Readonly<Record<string, Place>>>>;
  arrange(change: Partial<Pick<LayoutSlice, 'inspectorWidth' | 'drawerHeight' | 'drawerOpen'>>): void;
  unfoldTests(project: string, unfolded: boolean): void;
  placeNode(project: string, environment: string, place: Place): void;
  /** Forgets every place of a project: the layout is the computed one again. */
  resetPlaces(project: string): void;
}

const storageKey = 'slipway.layout';
type Kept = Pick<LayoutSlice, 'inspectorWidth' | 'drawerHeight' | 'unfolded' | 'places'>;
const initial: Kept = { inspectorWidth: 420, drawerHeight: 280, unfolded: {}, places: {} };

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
    const { inspectorWidth, drawerHeight, unfolded, places } = get();
    localStorage.setItem(storageKey, JSON.stringify({ inspectorWidth, drawerHeight, unfolded, places } satisfies Kept));
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
