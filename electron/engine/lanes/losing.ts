/** What a promotion would take out of where it goes, and what a staging cut would lose when it goes on. */
import type { ResolvedEnvironment } from '../../../shared/configuration/flow.ts';
import type { Configuration } from '../../../shared/configuration/schema.ts';
import type { Release } from '../../../shared/domain/release.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import type { Engine } from '../engine.ts';
import type { OpenProject } from '../workspace.ts';
import { knownLeaving, leavingBetween, type Leaving } from './leaving.ts';

/** How changes that would be lost are looked at. */
export interface Losing {
  /** A person has said why they may go. */
  readonly may?: boolean;
  /** Only what is known already counts, for a picture that cannot wait. */
  readonly known?: boolean;
}

export interface Losses {
  /** Changes that run where it goes, and that the release lacks. */
  readonly here: readonly Leaving[];
  /** Before a staging cut: those that run in production. */
  readonly later: readonly { readonly environment: string; readonly changes: readonly Leaving[] }[];
}

const none: Losses = { here: [], later: [] };

/** Only staging and production are looked at: what goes anywhere else is a trial. */
export async function lossesOf(
  engine: Engine,
  open: OpenProject,
  configuration: Configuration,
  { kind }: ResolvedEnvironment,
  release: Release,
  current: Revision | null,
  { known = false }: Losing,
): Promise<Losses> {
  if (kind.kind !== 'staging' && kind.kind !== 'production') return none;
  const leaving = async (from: string): Promise<readonly Leaving[]> =>
    known
      ? (knownLeaving(engine, open, from, release.commit) ?? [])
      : leavingBetween(engine, open, from, release.commit);
  const productions = kind.kind === 'staging' ? runningProductions(engine, open, configuration) : [];
  const [here, ...later] = await Promise.all([
    current ? leaving(current.commit) : [],
    ...productions.map(async ({ environment, commit }) => ({ environment, changes: await leaving(commit) })),
  ]);
  return { here, later };
}

const runningProductions = ({ store }: Engine, { project }: OpenProject, { environments }: Configuration): Revision[] =>
  store.revisions.allRunning(project.id).filter(({ environment }) => environments[environment]?.kind === 'production');

const named = 3;

/** In sentences, for the preview. */
export function lossNotices(environment: string, { here, later }: Losses): string[] {
  return [
    ...(here.length === 0 ? [] : [`It takes out of ${environment}: ${listed(here)}.`]),
    ...later
      .filter(({ changes }) => changes.length > 0)
      .map(({ environment: name, changes }) => `${name} would lose, when this goes on to it: ${listed(changes)}.`),
  ];
}

function listed(changes: readonly Leaving[]): string {
  const texts = changes.slice(0, named).map(({ subject }) => `“${subject}”`);
  return changes.length > named ? `${texts.join(', ')} and ${String(changes.length - named)} more` : texts.join(', ');
}
