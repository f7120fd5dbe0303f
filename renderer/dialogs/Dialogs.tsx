/** The one dialog that is open, if any. */
import { useStore } from '../state/store.ts';
import { AbortDialog } from './AbortDialog.tsx';
import { BuildDialog } from './build/BuildDialog.tsx';
import { HoldDialog } from './HoldDialog.tsx';
import { CloseLaneDialog } from './lane/CloseLaneDialog.tsx';
import { ForwardPortDialog } from './lane/ForwardPortDialog.tsx';
import { MainlineDialog } from './lane/MainlineDialog.tsx';
import { PublishDialog } from './lane/PublishDialog.tsx';
import { SimulateDialog } from './lane/SimulateDialog.tsx';
import { StartLaneDialog } from './lane/StartLaneDialog.tsx';
import { PauseDialog } from './run/PauseDialog.tsx';
import { RunDialog } from './run/RunDialog.tsx';
import { NewTestDialog } from './test/NewTestDialog.tsx';
import { RemoveTestDialog } from './test/RemoveTestDialog.tsx';
import { PreviewDialog } from './preview/PreviewDialog.tsx';
import { PromoteNowDialog } from './PromoteNowDialog.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import { ScaleDialog } from './ScaleDialog.tsx';
import { ShellDialog } from './shell/ShellDialog.tsx';
import { StageShellDialog } from './shell/StageShellDialog.tsx';
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
    case 'run':
      return <RunDialog {...dialog} />;
    case 'pause-watching':
      return <PauseDialog {...dialog} />;
    case 'new-test':
      return <NewTestDialog {...dialog} />;
    case 'remove-test':
      return <RemoveTestDialog {...dialog} />;
    case 'reject':
      return <RejectDialog {...dialog} />;
    case 'abort':
      return <AbortDialog operation={dialog.operation} />;
    case 'promote-now':
      return <PromoteNowDialog operation={dialog.operation} />;
    case 'hold':
      return <HoldDialog {...dialog} />;
    case 'scale':
      return <ScaleDialog {...dialog} />;
    case 'start-lane':
      return <StartLaneDialog {...dialog} />;
    case 'publish-lane':
      return <PublishDialog {...dialog} />;
    case 'close-lane':
      return <CloseLaneDialog {...dialog} />;
    case 'forward-port':
      return <ForwardPortDialog {...dialog} />;
    case 'simulate':
      return <SimulateDialog {...dialog} />;
    case 'mainline':
      return <MainlineDialog {...dialog} />;
    case 'shell':
      return <ShellDialog {...dialog} />;
    case 'stage-shell':
      return <StageShellDialog {...dialog} />;
    case 'shortcuts':
      return <ShortcutsDialog />;
  }
}
