/** How the connection to the engine is, and what the engine says of itself. */
import type { Output } from '../../shared/api/contract.ts';
import { engine, link } from '../transport/engine.ts';
import type { LinkState } from '../transport/link.ts';
import type { Slice } from './store.ts';

export interface ConnectionSlice {
  readonly link: LinkState;
  readonly engineInfo: Output<'engine.info'> | null;
  setLink(state: LinkState): void;
  loadEngineInfo(): Promise<void>;
}

export const connectionSlice: Slice<ConnectionSlice> = (set) => ({
  link: link.state(),
  engineInfo: null,
  setLink: (state) => set({ link: state }),
  async loadEngineInfo() {
    set({ engineInfo: await engine.call('engine.info', {}) });
  },
});
