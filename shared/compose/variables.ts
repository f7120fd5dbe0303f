/** The environment of a service: `env_file:` first, `environment:` over it. */
import type { Path } from '../configuration/document.ts';
import { parseEnvironmentFile } from './environment-file.ts';
import { resolvePairs } from './pairs.ts';
import { resolveInside } from './paths.ts';
import type { ComposeService } from './schema.ts';
import type { Setting } from './setting.ts';

export function readEnvironment(setting: Setting, path: Path, service: ComposeService): Record<string, string> {
  const files = [service.env_file ?? []].flat();
  const single = typeof service.env_file === 'string';
  const fromFiles = files.flatMap((entry, index) => {
    const file = typeof entry === 'string' ? { path: entry, required: true, format: undefined } : entry;
    return Object.entries(readFileValues(setting, [...path, 'env_file', ...(single ? [] : [index])], file));
  });
  const unset = (key: string) =>
    setting.reading.notice([...path, 'environment'], `${key} has no value here: it is not set`);
  return { ...Object.fromEntries(fromFiles), ...resolvePairs(service.environment, setting.lookup, unset) };
}

function readFileValues(
  { reading, folder, lookup, readFile }: Setting,
  path: Path,
  file: { path: string; required: boolean; format?: 'raw' | undefined },
): Record<string, string> {
  const inside = resolveInside(folder, file.path);
  const text = inside === null ? null : readFile(inside);
  if (text === null) {
    const why = inside === null ? 'lies outside the repository' : 'is not in the repository at this commit';
    if (file.required) {
      reading.wrong(path, `the environment file ${file.path} ${why}`, {
        hint: 'Values of one environment belong under its variables in slipway.yaml; or say required: false.',
      });
    }
    return {};
  }
  const { values, errors } = parseEnvironmentFile(text, lookup, file.format === 'raw');
  for (const { line, message } of errors) reading.wrong(path, `${inside ?? file.path}:${line}: ${message}`);
  return Object.fromEntries(
    [...values].flatMap(([key, value]) => {
      const resolved = value ?? lookup(key);
      return resolved === undefined ? [] : [[key, resolved]];
    }),
  );
}
