/** Short ways to read a Compose file in a test. */
import { expect } from 'vitest';
import { parseCompose, type ComposeInput } from '../../../shared/compose/parse.ts';
import { applicationSchema, type Service } from '../../../shared/domain/service.ts';

export type Given = Partial<Omit<ComposeInput, 'readFile' | 'text'>> & { files?: Record<string, string> };

export function read(text: string, { files = {}, ...given }: Given = {}) {
  const all: Record<string, string> = { Dockerfile: 'FROM scratch', ...files };
  return parseCompose({
    file: 'compose.yaml',
    variables: {},
    profiles: [],
    ...given,
    text,
    readFile: (path) => all[path] ?? null,
  });
}

/** The service `web` of a file that declares only it, from its keys in YAML's flow style. */
export function web(keys: string, rest = '', given: Given = {}): Service {
  const { application, problems } = read(`services:\n  web: { image: x1, ${keys} }\n${rest}`, given);
  expect(problems).toEqual([]);
  return applicationSchema.parse(application).services[0]!;
}

/** Messages with their place, for a `web` whose keys start at column 21 of line 2. */
export const complaints = (keys: string, rest = '', given: Given = {}) =>
  read(`services:\n  web: { image: x1, ${keys} }\n${rest}`, given)
    .problems.map(({ code, message }) => `${code} ${message}`)
    .join('\n');
