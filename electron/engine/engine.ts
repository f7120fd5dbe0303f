/** Everything that the handlers of the contract work with. */
import type { Logs } from '../store/logs.ts';
import type { Outputs } from '../store/output.ts';
import type { Store } from '../store/store.ts';
import type { CrashPoints } from './crash-points.ts';
import type { Operations } from './operations.ts';
import type { Publisher } from './publish.ts';
import type { Workspace } from './workspace.ts';

export interface Engine {
  readonly version: string;
  readonly dataDirectory: string;
  readonly startedAt: number;
  readonly store: Store;
  readonly publisher: Publisher;
  readonly operations: Operations;
  readonly workspace: Workspace;
  readonly logs: Logs;
  readonly outputs: Outputs;
  /** Tells, a few times a second at most, that a run moved. */
  readonly runMoved: (project: string, run: string) => void;
  readonly now: () => number;
  readonly newId: () => string;
  /** A host port that nothing listens on now. */
  readonly freePort: (taken: ReadonlySet<number>) => Promise<number>;
  /** The value of a secret; rejects when it is not set. */
  readonly secret: (name: string) => Promise<string>;
  /** Takes known secrets out of a text. */
  readonly mask: (text: string) => string;
  /** A named place where the crash suite may kill the engine. */
  readonly crashPoint: CrashPoints;
  /** Aborted when the engine closes. */
  readonly closing: AbortSignal;
  /** Rejects when the disk has too little room to start something new. */
  readonly requireRoom: () => Promise<void>;
}
