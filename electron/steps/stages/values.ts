/** What a stage's declaration stands for, filled in when its containers are made: secrets, and images of this run. */
import { closestOf } from '../../../shared/configuration/remarks.ts';
import type { Artifact } from '../../../shared/domain/release.ts';
import { secretPrefix } from '../../../shared/domain/run.ts';
import { fail } from '../../../shared/problem.ts';
import type { RunContext } from './stage.ts';

/** Variables with their secrets. They go into the container, and nowhere else. */
export async function variablesOf(
  { contents }: RunContext,
  variables: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const values = Object.entries(variables).map(async ([name, value]) => [name, await filledIn(value)] as const);
  return Object.fromEntries(await Promise.all(values));

  function filledIn(value: string): Promise<string> {
    return value.startsWith(secretPrefix) ? contents.secret(value.slice(secretPrefix.length)) : Promise.resolve(value);
  }
}

/** Makes an image present and answers what names it exactly. `service:NAME` is what was built for that service. */
export async function imageFor({ store, plan, target, say, signal }: RunContext, image: string): Promise<string> {
  if (!image.startsWith('service:')) return target.ensureImage(image, say, signal);
  const artifact = artifactNamed(store.releases.get(plan.project, plan.release)?.artifacts ?? [], image.slice(8));
  await target.ensureArtifact(artifact, say, signal);
  return artifact.imageId;
}

function artifactNamed(artifacts: readonly Artifact[], service: string): Artifact {
  const found = artifacts.find((artifact) => artifact.service === service);
  if (found) return found;
  const names = artifacts.map((artifact) => artifact.service);
  throw fail('failed.stage-image', `Nothing was built for a service “${service}”.`, {
    hint: `Did you mean service:${closestOf(service, names) ?? 'NAME'}? What is built: ${names.join(', ') || 'nothing'}.`,
  });
}
