/** Where a shell is opened. */
import type { Parsed } from '../../../shared/api/contract.ts';
import { resolveEnvironment } from '../../../shared/configuration/flow.ts';
import { containerFor } from '../../../shared/planning/shell.ts';
import { ProblemError } from '../../../shared/problem.ts';
import { labelsOfStage, secretVariables, shellSpec } from '../../steps/stages/containers.ts';
import { label } from '../../targets/labels.ts';
import type { Target } from '../../targets/target.ts';
import type { Engine } from '../engine.ts';
import { keptStage } from './kept.ts';

export interface Place {
  readonly target: Target;
  readonly environment: string | null;
  /** For the history. */
  readonly about: Record<string, string>;
  /** Makes it possible to open a shell; answers the container in which. */
  prepare(): Promise<string>;
  /** Takes back what that made. Idempotent. */
  release(): Promise<void>;
}

type Asked = Parsed<'shell.open'>;

/** Finds the place that is meant, and changes nothing. Rejects with what `containerFor` and `keptStage` say. */
export const placeOf = (engine: Engine, id: string, asked: Asked): Promise<Place> =>
  'run' in asked ? inStage(engine, id, asked) : inEnvironment(engine, asked);

async function inEnvironment(engine: Engine, asked: Extract<Asked, { environment: string }>): Promise<Place> {
  const { project, environment } = asked;
  const open = await engine.workspace.get(project);
  const configuration = await open.requireConfiguration();
  const { declaration } = resolveEnvironment(configuration, environment);
  const target = open.target(configuration, declaration.target);
  const found = containerFor(await target.list({ [label.project]: project, [label.environment]: environment }), asked);
  if ('code' in found) throw new ProblemError(found);
  const { name, service } = found;
  return {
    target,
    environment,
    about: { service, container: name },
    prepare: () => Promise.resolve(name),
    release: () => Promise.resolve(),
  };
}

/**
 * The container itself has ended, and would run its command again: a copy of it is looked into. Its labels find it
 * after a crash; the image is made first, so that it goes last.
 */
async function inStage(engine: Engine, id: string, asked: Extract<Asked, { run: string }>): Promise<Place> {
  const { of, target, stage, name: kept } = await keptStage(engine, asked);
  let image: string | null = null;
  let container: string | null = null;
  return {
    target,
    environment: null,
    about: { run: asked.run, stage: stage.name },
    async prepare() {
      const labels = labelsOfStage(of, stage.name, 'shell');
      image = await target.shells.snapshot(kept, { labels, empty: secretVariables(stage) });
      engine.crashPoint('shell.copied');
      const spec = shellSpec(of, stage, { id, image, kept });
      container = spec.name;
      await target.workers.create(spec);
      await target.startContainer(spec.name);
      engine.crashPoint('shell.started');
      return spec.name;
    },
    async release() {
      if (container !== null) await target.removeContainer(container);
      if (image !== null) await target.shells.removeSnapshot(image);
    },
  };
}
