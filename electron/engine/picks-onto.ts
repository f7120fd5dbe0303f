/** What picks go onto: an environment’s release, a lane, or any ref. */
import { resolveEnvironment } from '../../shared/configuration/flow.ts';
import type { Configuration } from '../../shared/configuration/schema.ts';
import { fail } from '../../shared/problem.ts';
import type { Engine } from './engine.ts';
import { laneHead } from './lanes/head.ts';
import type { OpenProject } from './workspace.ts';

/** A target by the name that it was asked for, and its commit. */
export interface Onto {
  readonly name: string;
  readonly commit: string;
}

/**
 * The commit that a name stands for: what an environment runs, the head of `lane:ID`, or a ref. Without a name the
 * environment of kind production. Needs no slipway.yaml where a ref is named.
 */
export async function resolveOnto(engine: Engine, open: OpenProject, wanted?: string): Promise<Onto> {
  const { configuration } = await open.configuration();
  const name = wanted ?? (await productionOf(open, configuration));
  if (name.startsWith('lane:')) {
    const id = name.slice('lane:'.length);
    const head = laneHead(engine, open.project.id, id);
    if (head === null) throw fail('usage.no-such-lane', `There is no lane ${JSON.stringify(id.slice(0, 100))}.`);
    return { name, commit: head };
  }
  const [declared = ''] = name.split('.');
  if (configuration && Object.hasOwn(configuration.environments, declared)) {
    const running = engine.store.revisions.running(open.project.id, resolveEnvironment(configuration, name).name);
    if (running) return { name, commit: running.commit };
    throw fail('refused.nothing-runs', `Nothing is recorded as running in ${name}.`, {
      hint: 'Promote a release to it first, or name a branch or tag that the picks go onto.',
    });
  }
  return { name, commit: await open.repository.resolve(name) };
}

async function productionOf(open: OpenProject, configuration: Configuration | null): Promise<string> {
  const names = Object.entries(configuration?.environments ?? {}).flatMap(([name, { kind }]) =>
    kind === 'production' ? [name] : [],
  );
  const [only, another] = names;
  if (only !== undefined && another === undefined) return only;
  const { head } = await open.repository.refs();
  throw fail(
    'usage.which-onto',
    only === undefined
      ? 'No environment of kind production is declared here: say what the picks go onto.'
      : `There are several environments of kind production (${names.join(', ')}): say which one.`,
    {
      hint: `Name an environment, a branch or a tag${head === null ? '' : `; the default branch is ${head}`}.`,
      details: { production: names, head },
    },
  );
}
