/** What differs between two applications, line by line, for the preview. */
import type { Json } from '../problem.ts';
import type { Application } from '../domain/service.ts';

export interface ConfigurationChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const secretName = /pass|pwd|secret|token|credential|private|auth|salt|api[-_]?key|[-_]key$/i;
/** Secrets inside a value: of an address, or of what is assigned, such as `TOKEN=X`. */
const credentials = /(\/\/)[^/@\s]+@/g;
const sensitive = /pass|pwd|secret|token|credential|auth|key/i;
const assigned = /((?:pass|pwd|secret|token|credential|auth|key)[\w-]*=)\S+/gi;
/** Secrets are looked for in twice of what is shown: hostile text is long. */
const searchedCharacters = 400;
const hidden = '••••••';

/** The changes from one application to the next, by path. Values under a name that sounds like a secret are hidden. */
export function configurationDiff(before: Application | null, after: Application): ConfigurationChange[] {
  if (!before) return [];
  const old = flatten(before);
  const fresh = flatten(after);
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return paths
    .filter((path) => old.get(path) !== fresh.get(path))
    .map((path) => ({ path, before: show(path, old.get(path)), after: show(path, fresh.get(path)) }));
}

function show(path: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  if (secretName.test(path) || path.endsWith('.content')) return hidden;
  const shown = value
    .replaceAll(credentials, `$1${hidden}@`)
    .slice(0, searchedCharacters)
    .replaceAll(assigned, `$1${hidden}`);
  const safe = withoutOptions(shown);
  return safe.length > 200 ? `${safe.slice(0, 199)}…` : safe;
}

/** Hides what follows an option such as `--password`. Word by word: an expression for it takes cubic time on hostile text. */
function withoutOptions(text: string): string {
  let follows = false;
  return text
    .split(/(\s+)/)
    .map((word) => {
      if (word.trim() === '') return word;
      const shown = follows ? hidden : word;
      follows = !follows && /^\W*-/.test(word) && !word.includes('=') && sensitive.test(word);
      return shown;
    })
    .join('');
}

function flatten(application: Application): Map<string, string> {
  const lines = new Map<string, string>();
  const walk = (path: string, value: Json | undefined): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'object' && !(Array.isArray(value) && value.every((item) => typeof item !== 'object'))) {
      for (const [key, inner] of Object.entries(value)) walk(path ? `${path}.${key}` : key, inner);
      return;
    }
    const text = Array.isArray(value) ? value.join(' ') : String(value);
    if (text !== '') lines.set(path, text);
  };
  for (const service of application.services) walk(service.name, { ...service, name: null, build: null } as Json); // what is optional and not there is no line
  for (const network of application.networks) walk(`networks.${network.name}`, { internal: network.internal });
  for (const volume of application.volumes) walk(`volumes.${volume.name}`, { declared: true });
  return lines;
}
