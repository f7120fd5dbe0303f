/** Which dialog is open. One at a time: a dialog is a decision. */
import type { Slice } from './store.ts';

export type DialogState =
  | { readonly kind: 'promotion'; readonly project: string; readonly release: string; readonly to: string }
  | { readonly kind: 'rollback'; readonly project: string; readonly environment: string; readonly to?: number }
  | { readonly kind: 'build'; readonly project: string; readonly from?: string }
  | { readonly kind: 'reject'; readonly project: string; readonly release: string; readonly title: string }
  | { readonly kind: 'abort'; readonly operation: string }
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
