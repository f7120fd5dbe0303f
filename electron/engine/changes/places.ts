/** What changes are looked for in: main, environments, lanes, any ref. */
import { kindNamed } from '../../../shared/configuration/flow.ts';
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Place } from '../../../shared/domain/change.ts';
import type { Ref } from '../../../shared/domain/commit.ts';
import { fail } from '../../../shared/problem.ts';
import type { Engine } from '../engine.ts';
import { laneHead, openLanes } from '../lanes/head.ts';
import type { OpenProject } from '../workspace.ts';

export interface Places {
  /** Main first, where it is among them. */
  readonly all: readonly Place[];
  /** The id of main; null when it is not among them. */
  readonly main: string | null;
  /** Ids of production environments. */
  readonly production: readonly string[];
  /** Ids of places whose changes must come to main: production and lanes. */
  readonly guarded: readonly string[];
}

/** Main, every environment that runs something, and every open lane. `known` is the configuration where it was read just now. */
export async function defaultPlaces(engine: Engine, open: OpenProject, known?: Configuration | null): Promise<Places> {
  const configuration = known === undefined ? (await open.configuration()).configuration : known;
  const { main, tip } = await mainOf(open, configuration);
  const places = [
    ...(tip === null ? [] : [refPlace(main, tip)]),
    ...engine.store.revisions
      .allRunning(open.project.id)
      .map(({ environment, commit }) => environmentPlace(environment, commit)),
    ...openLanes(engine, open.project.id).map(({ id, title, commit }) => lanePlace(id, title, commit)),
  ];
  return placesAmong(configuration, main, places);
}

/** Places by name: an environment that runs something, `lane:ID`, or a ref. Rejects a name that is none of them. */
export async function namedPlaces(engine: Engine, open: OpenProject, names: readonly string[]): Promise<Places> {
  const { configuration } = await open.configuration();
  const { main, refs } = await mainOf(open, configuration);
  const places = await Promise.all([...new Set(names)].map((name) => placeOf(engine, open, configuration, refs, name)));
  return placesAmong(configuration, main, places);
}

async function placeOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration | null,
  refs: readonly Ref[],
  name: string,
): Promise<Place> {
  const project = open.project.id;
  const running = engine.store.revisions.allRunning(project).find(({ environment }) => environment === name);
  if (running) return environmentPlace(name, running.commit);
  if (name.startsWith('lane:')) {
    const id = name.slice('lane:'.length);
    const head = laneHead(engine, project, id);
    if (head === null) throw fail('usage.no-such-lane', `There is no lane “${id}”.`);
    return lanePlace(id, openLanes(engine, project).find((lane) => lane.id === id)?.title ?? id, head);
  }
  if (configuration && isDeclared(configuration, name)) {
    throw fail('usage.nothing-runs', `${name} runs nothing yet, so no change is in it.`, {
      hint: `For a branch of that name: refs/heads/${name}.`,
    });
  }
  // The list is there already; only what is no plain name of a branch has to be looked up.
  const branch = refs.find((ref) => ref.kind === 'branch' && ref.name === name);
  return refPlace(name, branch?.commit ?? (await open.repository.resolve(name)));
}

function placesAmong(configuration: Configuration | null, main: string, all: readonly Place[]): Places {
  const production = all
    .filter(({ kind, id }) => configuration && kind === 'environment' && kindNamed(configuration, id) === 'production')
    .map(({ id }) => id);
  const lanes = all.filter(({ kind }) => kind === 'lane').map(({ id }) => id);
  const known = all.some(({ id, kind }) => kind === 'ref' && id === main);
  return { all, main: known ? main : null, production, guarded: [...production, ...lanes] };
}

const refPlace = (name: string, commit: string): Place => ({ id: name, title: name, kind: 'ref', commit });
const environmentPlace = (name: string, commit: string): Place => ({
  id: name,
  title: name,
  kind: 'environment',
  commit,
});
const lanePlace = (id: string, title: string, commit: string): Place => ({
  id: `lane:${id}`,
  title,
  kind: 'lane',
  commit,
});

const isDeclared = (configuration: Configuration, name: string): boolean =>
  Object.hasOwn(configuration.environments, name);

async function mainOf(
  open: OpenProject,
  configuration: Configuration | null,
): Promise<{ main: string; tip: string | null; refs: readonly Ref[] }> {
  const { refs, head } = await open.repository.refs();
  const main = configuration?.source.main ?? head ?? 'main';
  return { main, tip: refs.find(({ kind, name }) => kind === 'branch' && name === main)?.commit ?? null, refs };
}
