/** How a release is built from a commit. */
import type { BuildPlan } from '../domain/plan.ts';
import type { StepPlan } from '../domain/operation.ts';
import { frozen } from './frozen.ts';

/** The plan of a build; one step an image, and its push where there is a registry. */
export function planBuild(facts: Omit<BuildPlan, 'kind' | 'steps'>): BuildPlan {
  const step = (
    id: string,
    type: string,
    title: string,
    input: StepPlan['input'] = null,
    commits = false,
  ): StepPlan => ({ id, type, title, input, commits });
  const steps = [
    step('source.pin', 'source.pin', `Keep commit ${facts.commit.slice(0, 7)}`),
    ...facts.images.map(({ service }) =>
      step(`image.build.${service}`, 'image.build', `Build ${service}`, { service }),
    ),
    ...(facts.registry === null
      ? []
      : facts.images.map(({ service }) => step(`image.push.${service}`, 'image.push', `Push ${service}`, { service }))),
    step('release.record', 'release.record', `Record release ${facts.release}`, null, true),
    step('images.prune', 'images.prune', 'Remove images that nothing can need'),
  ];
  return frozen({ kind: 'build', ...facts, steps });
}
