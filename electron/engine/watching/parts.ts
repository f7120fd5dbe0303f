/** What watching needs of the rest of the engine, beside the engine itself. */
import type { WatchTrigger } from '../../../shared/domain/watched.ts';
import type { TestBranch } from '../../../shared/planning/watched-branches.ts';
import type { OpenProject } from '../workspace.ts';

export interface WishedRun {
  readonly ref: string;
  readonly commit: string;
  readonly trigger: WatchTrigger;
  /** The same wish twice is one run. */
  readonly key: string;
}

export type RunState = 'running' | 'passed' | 'failed' | 'cancelled' | 'needs-attention';

export interface WatchParts {
  /** Begins a run as a person would, and answers its id. */
  begin(open: OpenProject, wish: WishedRun): Promise<string>;
  /** How a run stands; null for one that is not known. */
  stateOf(run: string): RunState | null;
  /** The test environments of a project, with their branches. */
  tests(project: string): readonly TestBranch[];
  /** From 0 to 1. */
  readonly random: () => number;
}
