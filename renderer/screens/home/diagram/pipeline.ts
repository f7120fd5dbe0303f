/** Where the flow comes from, and what is known of the environments that branches have. Pure. */
import type { Output } from '../../../../shared/api/contract.ts';
import type { ProjectStatus } from '../../../../shared/domain/project.ts';
import type { Run } from '../../../../shared/domain/run.ts';
import type { TestEnvironment, WorkingTree } from '../../../../shared/domain/test-environment.ts';

export type Source =
  | {
      readonly kind: 'checkout';
      /** Null until it was looked at. */
      readonly tree: WorkingTree | null;
      readonly main: string;
      /** Why it cannot be deployed from here. */
      readonly reason: string | null;
    }
  | {
      readonly kind: 'main';
      readonly main: ProjectStatus['main'];
      /** The newest run of the main branch; null without one. */
      readonly run: Run | 'unknown' | null;
      /** How many commits wait in line, of any branch. */
      readonly waiting: number;
      readonly troubles: readonly Trouble[];
    };

/** Why new commits do not come by themselves: they are not seen, the newest of main cannot begin, or somebody paused it. */
export interface Trouble {
  readonly what: 'blind' | 'unbegun' | 'paused';
  readonly why: string;
}

export interface Pipeline {
  readonly sources: readonly Source[];
  readonly tests: ReadonlyMap<string, TestEnvironment>;
}

export const noPipeline: Pipeline = { sources: [], tests: new Map() };

/** What the engine has said; null where it has not yet. */
export interface Heard {
  readonly runs: Output<'run.list'> | null;
  readonly watch: Output<'watch.get'> | null;
  readonly tests: Output<'testEnvironment.list'> | null;
  readonly tree: Output<'workingTree.get'> | null;
}

/**
 * Both sources are there from the start, so that nothing moves when their answers come; a checkout that is not there, as
 * of a bare repository, goes.
 */
export function pipelineOf({ main }: Pick<ProjectStatus, 'main'>, { runs, watch, tests, tree }: Heard): Pipeline {
  const checkout: Source = {
    kind: 'checkout',
    tree: tree?.workingTree ?? null,
    main: main.branch,
    reason: tests && tests.templates.length === 0 ? noTemplate : null,
  };
  return {
    sources: [
      ...(tree?.workingTree === null ? [] : [checkout]),
      {
        kind: 'main',
        main,
        run: runs === null ? 'unknown' : (runs.runs[0] ?? null),
        waiting: watch?.queue.length ?? 0,
        troubles: watch ? troublesOf(watch, main.branch) : [],
      },
    ],
    tests: new Map(tests?.environments.map((one) => [one.environment, one])),
  };
}

export const noTemplate = 'slipway.yaml has no environment with “many: true” that one could be made from.';

function troublesOf({ problem, branches, paused }: Output<'watch.get'>, main: string): Trouble[] {
  const unbegun = branches.find(({ branch }) => branch === main)?.problem;
  return [
    ...(problem ? [{ what: 'blind', why: problem.message } as const] : []),
    ...(unbegun ? [{ what: 'unbegun', why: unbegun.message } as const] : []),
    ...(paused ? [{ what: 'paused', why: `by ${paused.by}${paused.why ? `: ${paused.why}` : ''}` } as const] : []),
  ];
}
