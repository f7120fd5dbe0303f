import type { Change, Correction, Place } from '../../shared/domain/change.ts';
import type { Parsed } from '../../shared/api/contract.ts';
import { evidenceOf } from '../../shared/planning/changes/evidence.ts';
import { filterChanges, placeNamed, type ChangeFilter } from '../../shared/planning/changes/filter.ts';
import type { Matrix } from '../../shared/planning/changes/matrix.ts';
import { movementOf } from '../../shared/planning/changes/movement.ts';
import { fail } from '../../shared/problem.ts';
import { lostAmong } from '../engine/changes/lost.ts';
import { matrixAt } from '../engine/changes/matrix.ts';
import { defaultPlaces, namedPlaces, type Places } from '../engine/changes/places.ts';
import type { Engine } from '../engine/engine.ts';
import type { OpenProject } from '../engine/workspace.ts';
import type { Handlers } from './router.ts';

export function changeHandlers(engine: Engine) {
  const { store, publisher, workspace } = engine;
  const placesOf = (open: OpenProject, names: readonly string[] | undefined): Promise<Places> =>
    names === undefined ? defaultPlaces(engine, open) : namedPlaces(engine, open, names);
  return {
    'changes.list': async (input) => {
      const open = await workspace.get(input.project);
      const places = await placesOf(open, input.places);
      requirePlaces(places.all, input.between ? [input.between.has, input.between.lacks] : []);
      const matrix = await matrixAt(engine, open, places.all);
      const lost = lostAmong(matrix, places);
      const rows = input.only === 'lost' ? lost.map(({ change }) => change) : matrix.changes;
      const found = filterChanges(rows, await filterOf(open, places, input));
      return {
        places: [...places.all],
        changes: found.slice(input.skip, input.skip + input.limit),
        total: found.length,
        lost,
        unread: [...matrix.model.world.unread],
      };
    },

    'changes.evidence': async ({ project, change: id, place: placeId, places: names }) => {
      const open = await workspace.get(project);
      const places = await placesOf(open, names);
      const matrix = await matrixAt(engine, open, places.all);
      const [place] = requirePlaces(places.all, [placeId]) as [Place];
      const change = requireChange(matrix, id);
      return {
        change,
        evidence: evidenceOf(matrix, change, place),
        corrections: [...matrix.subject(change).corrections],
      };
    },

    'changes.correct': async ({ project, correction: asked, why }, { by }) => {
      const open = await workspace.get(project);
      const correction = await resolved(open, asked);
      publisher.commit((append) => {
        store.changes.correct(project, { correction, by, why, at: engine.now() });
        append({ type: 'change.corrected', project, by, data: { correction, why } });
      });
      const about = new Set(Object.values(correction));
      return {
        corrections: store.changes
          .corrections(project)
          .filter((recorded) => namesIn(recorded.correction).some((sha) => about.has(sha))),
      };
    },

    'changes.simulate': async ({ project, sequence }) => {
      const open = await workspace.get(project);
      const { all } = await namedPlaces(engine, open, sequence);
      const matrix = await matrixAt(engine, open, all);
      const stops = requirePlaces(all, sequence);
      return {
        steps: stops.slice(1).map((to, index) => {
          const from = stops[index] as Place;
          const { gains, loses, twice } = movementOf(matrix, from.id, to.id);
          return { from, to, gains: [...gains], loses: [...loses], twice: [...twice] };
        }),
      };
    },
  } satisfies Partial<Handlers>;
}

async function filterOf(open: OpenProject, places: Places, input: Parsed<'changes.list'>): Promise<ChangeFilter> {
  const { text, author, workItem, between, only, path } = input;
  const { twins } = open.repository;
  const tips = places.all.map(({ commit }) => commit);
  const touching = path === undefined ? undefined : await twins.touching(tips, path);
  const missing =
    only === 'missing' && places.main !== null ? { main: places.main, from: places.production } : undefined;
  return { text, author, workItem, between, touching, missing };
}

/** The places of some ids, in their order. */
function requirePlaces(places: readonly Place[], ids: readonly string[]): Place[] {
  return ids.map((id) => {
    const place = placeNamed(places, id);
    if (place) return place;
    throw fail('usage.no-such-place', `${JSON.stringify(id)} is not among the places that are compared.`, {
      hint: `They are: ${places.map((one) => one.id).join(', ')}.`,
    });
  });
}

function requireChange(matrix: Matrix, id: string): Change {
  const change = matrix.find(id);
  if (change) return change;
  throw fail('usage.no-such-change', `${JSON.stringify(id.slice(0, 64))} is no change between these places.`, {
    hint: 'All of them have it, or none.',
  });
}

const namesIn = ({ kind: _kind, ...names }: Correction): string[] => Object.values(names);

/** Full names, so that a correction outlives branches. What is gone already keeps the name that it was called by. */
async function resolved(open: OpenProject, correction: Correction): Promise<Correction> {
  const full = async (name: string): Promise<string> => {
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name)) return name;
    return open.repository.resolve(name);
  };
  const entries = Object.entries(correction).map(async ([field, value]) => [
    field,
    field === 'kind' ? value : await full(value),
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Correction;
}
