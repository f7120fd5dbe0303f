/** Which dialog is open. One at a time: a dialog is a decision. */
import type { PickRequest } from '../../shared/domain/hotfix.ts';
import type { Slice } from './store.ts';

export type DialogState =
  | { readonly kind: 'promotion'; readonly project: string; readonly release: string; readonly to: string }
  | { readonly kind: 'rollback'; readonly project: string; readonly environment: string; readonly to?: number }
  | {
      readonly kind: 'build';
      readonly project: string;
      readonly from?: string;
      /** The commit of `from`, where that is a lane's branch: Slipway has it, the repository need not. */
      readonly at?: string;
    }
  /** Runs the pipeline; `from` is what is chosen first. */
  | { readonly kind: 'run'; readonly project: string; readonly from?: string }
  | { readonly kind: 'pause-watching'; readonly project: string }
  | {
      readonly kind: 'new-test';
      readonly project: string;
      readonly branch?: string;
      /** Out of what the person has in the working tree now. */
      readonly workingTree?: boolean;
    }
  | { readonly kind: 'remove-test'; readonly project: string; readonly environment: string }
  | { readonly kind: 'reject'; readonly project: string; readonly release: string; readonly title: string }
  | { readonly kind: 'start-lane'; readonly project: string; readonly picks?: readonly PickRequest[] }
  | { readonly kind: 'publish-lane'; readonly project: string; readonly lane: string }
  | {
      readonly kind: 'close-lane';
      readonly project: string;
      readonly lane: string;
      readonly action: 'finish' | 'abandon';
    }
  | { readonly kind: 'forward-port'; readonly project: string; readonly lane: string }
  | { readonly kind: 'simulate'; readonly project: string; readonly lane: string }
  | {
      readonly kind: 'mainline';
      readonly project: string;
      readonly lane: string;
      /** All that is picked at once: the merges among them ask, the others go with them, in this order. */
      readonly picks: readonly PickRequest[];
      readonly merges: readonly string[];
      /** The pick before which they go; at the end without one. */
      readonly before?: string | null;
    }
  | { readonly kind: 'abort'; readonly operation: string }
  | { readonly kind: 'promote-now'; readonly operation: string }
  /** Pauses automation for an environment; lets it go on where it is paused. */
  | { readonly kind: 'hold'; readonly project: string; readonly environment: string }
  | {
      readonly kind: 'scale';
      readonly project: string;
      readonly environment: string;
      readonly service: string;
      /** How many containers run, and how many shall. */
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'shell';
      readonly project: string;
      readonly environment: string;
      readonly service: string;
      readonly container: string;
    }
  | { readonly kind: 'stage-shell'; readonly project: string; readonly run: string; readonly stage: string }
  | { readonly kind: 'shortcuts' };

export interface DialogsSlice {
  readonly dialog: DialogState | null;
  openDialog(dialog: DialogState): void;
  closeDialog(): void;
}

export const dialogsSlice: Slice<DialogsSlice> = (set) => ({
  dialog: null,
  openDialog: (dialog) => set({ dialog }),
  closeDialog: () => set({ dialog: null }),
});
