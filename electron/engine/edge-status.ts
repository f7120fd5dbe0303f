/** The edges of the diagram: what would move along each, and what holds it. */
import { edgesOf, matchesPattern, resolveEnvironment } from '../../shared/configuration/flow.ts';
import type { FlowEdge } from '../../shared/domain/project.ts';
import { summarize, type Release } from '../../shared/domain/release.ts';
import { problemFrom, problemOf } from '../../shared/problem.ts';
import { preparePromotion } from './prepare-promotion.ts';
import { countBetween, type Scene } from './scene.ts';

/** Every edge, those of the templates' environments included. */
export async function edgesWith(scene: Scene, names: readonly string[]): Promise<FlowEdge[]> {
  const declared = edgesOf(scene.configuration);
  const instances = names
    .filter((name) => name.includes('.'))
    .flatMap((name) =>
      declared.filter((edge) => edge.to === name.split('.')[0]).map((edge) => ({ ...edge, to: name })),
    );
  return Promise.all([...declared, ...instances].map((edge) => edgeStatus(scene, edge)));
}

async function edgeStatus(scene: Scene, edge: ReturnType<typeof edgesOf>[number]): Promise<FlowEdge> {
  const { engine, open } = scene;
  const release = releaseAt(scene, edge.from, edge.to);
  const there = scene.running.get(edge.to);
  const base = { id: `${edge.from}→${edge.to}`, from: edge.from, to: edge.to, kind: edge.kind };
  if (!release) {
    return {
      ...base,
      release: null,
      changes: null,
      promotion: {
        possible: false,
        reason: problemOf('refused.nothing-to-promote', `${edge.from} runs nothing that could be promoted.`, {
          hint: 'Build a release first, or promote one to it.',
        }),
      },
    };
  }
  const changes = there ? await countBetween(open, there.commit, release.commit) : null;
  const reason = await preparePromotion(engine, open, release.id, edge.to, { known: true }).then(
    (prepared) => prepared.refusal,
    (error: unknown) => problemFrom(error),
  );
  return { ...base, release: summarize(release), changes, promotion: { possible: reason === null, reason } };
}

/** What would move along an edge: what runs at its start, or, where nothing ever runs there, the newest release of the branch that the end follows. */
function releaseAt({ engine, open, configuration, running }: Scene, from: string, to: string): Release | null {
  const project = open.project.id;
  const revision = running.get(from);
  if (revision) return engine.store.releases.get(project, revision.release);
  const start = configuration.environments[from];
  if (start?.kind !== 'development' && start?.kind !== 'release') return null;
  const end = resolveEnvironment(configuration, to).declaration;
  const branch = end.follows ?? configuration.source.main;
  return (
    engine.store.releases
      .list(project, { limit: 50 })
      .find(
        (release) =>
          release.rejected === null &&
          (start.kind === 'development'
            ? release.ref === branch
            : matchesPattern(configuration.source.release, release.ref)),
      ) ?? null
  );
}
