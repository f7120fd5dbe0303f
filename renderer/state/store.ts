/** The interface's state: one slice a file. What the engine knows is a snapshot that its events keep fresh. */
import { create, type StateCreator } from 'zustand';
import { addressSlice, type AddressSlice } from './addressSlice.ts';
import { connectionSlice, type ConnectionSlice } from './connection.ts';
import { dialogsSlice, type DialogsSlice } from './dialogs.ts';
import { lanesSlice, type LanesSlice } from './lanes.ts';
import { layoutSlice, type LayoutSlice } from './layout.ts';
import { movesSlice, type MovesSlice } from './moves.ts';
import { operationsSlice, type OperationsSlice } from './operations.ts';
import { projectsSlice, type ProjectsSlice } from './projects.ts';
import { rolloutsSlice, type RolloutsSlice } from './rollouts.ts';
import { statusSlice, type StatusSlice } from './status.ts';

export type State = AddressSlice &
  ConnectionSlice &
  DialogsSlice &
  LanesSlice &
  LayoutSlice &
  MovesSlice &
  OperationsSlice &
  ProjectsSlice &
  RolloutsSlice &
  StatusSlice;
export type Slice<Part> = StateCreator<State, [], [], Part>;

export const useStore = create<State>()((...tools) => ({
  ...addressSlice(...tools),
  ...connectionSlice(...tools),
  ...dialogsSlice(...tools),
  ...lanesSlice(...tools),
  ...layoutSlice(...tools),
  ...movesSlice(...tools),
  ...operationsSlice(...tools),
  ...projectsSlice(...tools),
  ...rolloutsSlice(...tools),
  ...statusSlice(...tools),
}));

/** The project that the address names, or null on the welcome screen. */
export const useProject = (): string | null =>
  useStore((state) => (state.route.screen === 'welcome' ? null : state.route.project));

/** The last picture of the current project; null until there is one. */
export const useStatus = () =>
  useStore((state) => (state.route.screen === 'welcome' ? null : (state.statuses[state.route.project] ?? null)));
