/** What a schema cannot see of `pipeline:`: whether its stages can come after one another as they say. */
import type { Path, Remark } from './document.ts';
import { isOwnStage, needsOfStage, ownStages, type DeclaredPipeline } from './pipeline.ts';
import { closestOf } from './remarks.ts';

type Found = Remark & { readonly message: string };

/** Every contradiction among the stages of a pipeline. */
export function pipelineContradictions(pipeline: DeclaredPipeline): Found[] {
  return Object.keys(pipeline).flatMap((name) => [
    ...reservedName(name),
    ...referencesOf(pipeline, name),
    ...imageBeforeBuild(pipeline, name),
    ...unreachable(pipeline, name),
    ...circleAt(pipeline, name),
  ]);
}

const at = (...path: readonly (string | number)[]): Path => ['pipeline', ...path];

const reservedName = (name: string): Found[] =>
  isOwnStage(name)
    ? [
        {
          path: at(name),
          atKey: true,
          message: `every pipeline has a stage "${name}" of its own: a declared one needs another name`,
        },
      ]
    : [];

function referencesOf(pipeline: DeclaredPipeline, name: string): Found[] {
  const declared = pipeline[name]?.after;
  if (declared === undefined) return [];
  const candidates = [...Object.keys(pipeline).filter((other) => other !== name), 'build', 'release'];
  return [declared].flat().flatMap((other, index): Found[] => {
    const path = at(name, 'after', ...(Array.isArray(declared) ? [index] : []));
    if (other === name) return [{ path, message: `stage "${name}" cannot come after itself` }];
    if (other === 'deploy')
      return [
        {
          path,
          message: 'no stage comes after deploy: a pipeline has ended when its release is deployed',
          hint: 'What proves that a deployment works is said by `verify` of the environment.',
        },
      ];
    if (candidates.includes(other)) return [];
    return [{ path, nearest: closestOf(other, candidates), message: `there is no stage "${other}"` }];
  });
}

/** Whether a stage runs once the release is there. A circle is nothing that leads there. */
function isLate(pipeline: DeclaredPipeline, name: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(name)) return false;
  const trail = new Set([...seen, name]);
  return needsOfStage(pipeline, name).some(
    (need) => (ownStages as readonly string[]).includes(need) || isLate(pipeline, need, trail),
  );
}

function imageBeforeBuild(pipeline: DeclaredPipeline, name: string): Found[] {
  const stage = pipeline[name];
  if (!stage || !('in' in stage) || isLate(pipeline, name)) return [];
  const images: { readonly image: string; readonly path: Path }[] = [
    { image: stage.in, path: at(name, 'in') },
    ...Object.entries(stage.services ?? {}).map(([service, { image }]) => ({
      image,
      path: at(name, 'services', service, 'image'),
    })),
  ];
  return images
    .filter(({ image }) => image.startsWith('service:'))
    .map(({ image, path }) => ({
      path,
      message: `stage "${name}" runs before the build, and ${image} is what the build makes`,
      hint: 'Let it come `after: build`.',
    }));
}

function unreachable(pipeline: DeclaredPipeline, name: string): Found[] {
  const stage = pipeline[name];
  if (!stage || !('run' in stage) || stage.network !== 'none' || Object.keys(stage.services ?? {}).length === 0)
    return [];
  return [
    {
      path: at(name, 'network'),
      message: `stage "${name}" has services beside it, and a network that reaches none of them`,
      hint: '`network: services` reaches them and nothing else.',
    },
  ];
}

/** Each circle is named once, at the stage of it that is declared first. */
function circleAt(pipeline: DeclaredPipeline, first: string): Found[] {
  const names = Object.keys(pipeline);
  const seen = new Set<string>();
  const search = (name: string, trail: readonly string[]): readonly string[] | null => {
    for (const need of needsOfStage(pipeline, name)) {
      // One after itself is said at the reference.
      if (need === first && trail.length > 0) return [...trail, name, first];
      if (need === name || seen.has(need) || !names.includes(need) || names.indexOf(need) < names.indexOf(first))
        continue;
      seen.add(need);
      const found = search(need, [...trail, name]);
      if (found) return found;
    }
    return null;
  };
  const circle = search(first, []);
  return circle
    ? [
        {
          path: at(first),
          atKey: true,
          message: `stages come after one another in a circle: ${circle.join(' after ')}`,
        },
      ]
    : [];
}
