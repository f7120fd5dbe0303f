/** Whatever a file says, reading it ends with an answer: no exception, no endless loop, and either a value or a problem. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCompose } from '../../shared/compose/parse.ts';
import { parseConfiguration } from '../../shared/configuration/parse.ts';
import { writePreset } from '../../shared/configuration/presets.ts';

const compose = readFileSync(new URL('../unit/compose/fixtures/rails.yaml', import.meta.url), 'utf8');
const configuration = writePreset('full', {
  name: 'shop',
  mainBranch: 'main',
  composeFile: 'compose.yaml',
  dockerfiles: [],
  services: [{ name: 'web', build: true, port: 80 }],
});

/** A text with a few pieces cut out, doubled or replaced by something that means much to YAML, Compose or JavaScript. */
const damaged = (text: string) =>
  fc
    .array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(30),
        fc.constantFrom(
          '',
          '\n',
          ': ',
          '- ',
          '{',
          '[',
          '&a ',
          '*a',
          '<<: *app',
          '${',
          '"',
          '!!binary ',
          '__proto__: 1',
          'null',
          '0x1F',
          '~',
          '\t',
          '\0',
        ),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((cuts) =>
      cuts.reduce((result, [at, length, put]) => result.slice(0, at) + put + result.slice(at + length), text),
    );

describe('a damaged file', () => {
  it('slipway.yaml', () => {
    fc.assert(
      fc.property(damaged(configuration), (text) => {
        const parsed = parseConfiguration(text, 'slipway.yaml');
        expect(parsed.configuration === null).toBe(parsed.problems.length > 0);
        for (const problem of parsed.problems) expect(problem.message).toMatch(/^slipway\.yaml:\d+:\d+: /);
      }),
      { numRuns: 300 },
    );
  });

  it('compose.yaml', () => {
    fc.assert(
      fc.property(damaged(compose), fc.boolean(), (text, found) => {
        const parsed = parseCompose({
          text,
          file: 'compose.yaml',
          variables: {},
          profiles: ['*'],
          readFile: () => (found ? 'A=1' : null),
        });
        expect(parsed.application === null).toBe(parsed.problems.length > 0);
        for (const problem of parsed.problems) expect(problem.message).toMatch(/^compose\.yaml:\d+:\d+: /);
      }),
      { numRuns: 300 },
    );
  });
});
