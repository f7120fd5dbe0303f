/** `secrets:` and `configs:`: files that a container gets before it starts. */
import type { Path } from '../configuration/document.ts';
import { nearestOf } from '../configuration/remarks.ts';
import type { FileToCopy } from '../domain/service.ts';
import { resolveInside } from './paths.ts';
import type { Setting } from './setting.ts';
import type { FileSource, Grant } from './schema.ts';

type Source = FileToCopy['source'];
export type Sources = ReadonlyMap<string, Source>;
type Section = 'secrets' | 'configs';

const defaultMode = 0o444;

/** Where the content of a declared secret or config comes from; null when that is said to be wrong. */
export function readSource(setting: Setting, section: Section, name: string, declared: FileSource): Source | null {
  const { reading, folder, readFile } = setting;
  const path: Path = [section, name];
  const ways = Object.entries(declared).filter(([, value]) => value !== undefined && value !== false);
  if (ways.length !== 1) {
    reading.wrong(
      path,
      `"${name}" must say exactly one of file, environment, ${section === 'configs' ? 'content' : 'external'}`,
      { atKey: true },
    );
    return null;
  }
  if (declared.content !== undefined) return { type: 'inline', content: declared.content };
  if (declared.environment !== undefined) return fromVariable(setting, section, name, declared.environment);
  if (declared.file !== undefined) {
    const file = resolveInside(folder, declared.file);
    if (file !== null && readFile(file) !== null) return { type: 'repository', path: file };
    const why = file === null ? 'lies outside the repository' : 'is not in the repository at this commit';
    reading.wrong([...path, 'file'], `the file ${declared.file} ${why}`, {
      hint:
        section === 'secrets'
          ? 'Write environment: NAME instead: the value then comes from the secrets that Slipway keeps.'
          : undefined,
    });
    return null;
  }
  if (section === 'secrets') return { type: 'secret', name };
  reading.unsupported([...path, 'external'], 'an external config is not supported', 'Use file or content.');
  return null;
}

function fromVariable({ reading, lookup }: Setting, section: Section, name: string, variable: string): Source | null {
  if (section === 'secrets') return { type: 'secret', name: variable };
  const content = lookup(variable);
  if (content === undefined)
    reading.wrong([section, name, 'environment'], `the variable ${variable} has no value here`);
  return content === undefined ? null : { type: 'inline', content };
}

/** The files that a service is granted. */
export function readGrants(
  setting: Setting,
  section: Section,
  path: Path,
  grants: readonly Grant[],
  sources: Sources,
  declared: readonly string[],
): FileToCopy[] {
  const folder = section === 'secrets' ? '/run/secrets' : '';
  return grants.flatMap((grant, index): FileToCopy[] => {
    const long = typeof grant === 'string' ? { source: grant } : grant;
    const source = sources.get(long.source);
    if (!source) {
      // A declared one without a source was complained about where it is declared.
      if (!declared.includes(long.source)) {
        setting.reading.wrong([...path, index], `"${long.source}" is not declared under "${section}"`, {
          nearest: nearestOf(long.source, declared),
        });
      }
      return [];
    }
    const wanted = long.target ?? long.source;
    const target = wanted.startsWith('/') ? wanted : `${folder}/${wanted}`;
    return [{ target, source, mode: long.mode ?? defaultMode, uid: long.uid ?? 0, gid: long.gid ?? 0 }];
  });
}
