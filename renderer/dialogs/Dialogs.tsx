/** The one dialog that is open, if any. */
import { useStore } from '../state/store.ts';
import { AbortDialog } from './AbortDialog.tsx';
import { BuildDialog } from './build/BuildDialog.tsx';
import { PreviewDialog } from './preview/PreviewDialog.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';

export function Dialogs() {
  const dialog = useStore((state) => state.dialog);
  switch (dialog?.kind) {
    case undefined:
      return null;
    case 'promotion':
    case 'rollback':
      return <PreviewDialog move={dialog} />;
    case 'build':
      return <BuildDialog {...dialog} />;
    case 'reject':
      return <RejectDialog {...dialog} />;
    case 'abort':
      return <AbortDialog operation={dialog.operation} />;
    case 'shortcuts':
      return <ShortcutsDialog />;
  }
}
