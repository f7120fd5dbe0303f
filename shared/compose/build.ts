/** `build:`: what an artifact is made from, always inside the repository. */
import type { Path } from '../configuration/document.ts';
import type { Build } from '../domain/service.ts';
import { resolvePairs } from './pairs.ts';
import { below, resolveInside } from './paths.ts';
import type { ComposeService } from './schema.ts';
import type { Setting } from './setting.ts';

const remoteContext = /^(?:[a-z+]+:\/\/|git@|github\.com\/)|\.git(?:#|$)/;

export function readBuild(setting: Setting, path: Path, declared: NonNullable<ComposeService['build']>): Build | null {
  const { reading, folder } = setting;
  const build = typeof declared === 'string' ? { context: declared } : declared;
  const given = build.context ?? '.';
  const contextPath = typeof declared === 'string' ? path : [...path, 'context'];
  if (remoteContext.test(given)) {
    reading.unsupported(
      contextPath,
      `a context from elsewhere (${given}) is not supported: a release is built from its own commit alone`,
    );
    return null;
  }
  const context = resolveInside(folder, given);
  if (context === null) {
    reading.unsupported(contextPath, `the context ${given} lies outside the repository`);
    return null;
  }
  const args = resolvePairs(build.args, setting.lookup, (key) =>
    reading.notice([...path, 'args'], `the build argument ${key} has no value: the Dockerfile's default counts`),
  );
  const dockerfile = readDockerfile(setting, path, context, build);
  return dockerfile && { context, ...dockerfile, args, target: build.target ?? null };
}

function readDockerfile(
  { reading, readFile }: Setting,
  path: Path,
  context: string,
  build: { dockerfile?: string | undefined; dockerfile_inline?: string | undefined },
): Pick<Build, 'dockerfile' | 'dockerfileInline'> | null {
  if (build.dockerfile_inline !== undefined) {
    if (build.dockerfile !== undefined)
      reading.wrong([...path, 'dockerfile_inline'], 'dockerfile and dockerfile_inline cannot both be there', {
        atKey: true,
      });
    return { dockerfile: 'Dockerfile', dockerfileInline: build.dockerfile_inline };
  }
  const given = build.dockerfile ?? 'Dockerfile';
  const file = resolveInside(context, given);
  const text = file === null ? null : readFile(file);
  if (file === null || text === null) {
    const why = file === null ? 'lies outside the repository' : 'is not in the repository at this commit';
    reading.wrong(
      build.dockerfile === undefined ? path : [...path, 'dockerfile'],
      `the Dockerfile ${file ?? given} ${why}`,
    );
    return null;
  }
  const inContext = below(context, file);
  // A Dockerfile beside its context is not sent with it: its text goes along instead.
  return inContext === null
    ? { dockerfile: 'Dockerfile', dockerfileInline: text }
    : { dockerfile: inContext, dockerfileInline: null };
}
