import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discover } from '../../../shared/compose/discover.ts';
import { parseCompose } from '../../../shared/compose/parse.ts';
import { editConfiguration } from '../../../shared/configuration/edit.ts';
import { configurationJsonSchema } from '../../../shared/configuration/json-schema.ts';
import { parseConfiguration } from '../../../shared/configuration/parse.ts';
import { environmentsOf, startFrom, writePreset, type Found } from '../../../shared/configuration/presets.ts';

const found: Found = {
  name: 'My Shop!',
  mainBranch: 'main',
  composeFile: 'docker-compose.yml',
  dockerfiles: ['Dockerfile'],
  services: [
    { name: 'web', build: true, port: 80 },
    { name: 'db', build: false, port: null },
    { name: 'api', build: true, port: 3000 },
  ],
};
const presets = ['full', 'three', 'integration'] as const;

describe.each(presets)('preset %s', (preset) => {
  it('parses, with distinct ports where a service has one', () => {
    const text = writePreset(preset, found);
    const { configuration, problems, notices } = parseConfiguration(text, 'slipway.yaml');
    expect(problems).toEqual([]);
    expect(notices).toEqual([]);
    expect(configuration).toMatchObject({ name: 'my-shop', compose: 'docker-compose.yml', source: { main: 'main' } });
    expect(Object.keys(configuration!.environments)).toEqual(environmentsOf(preset));
    expect(configuration!.environments['production']?.publish).toEqual({ web: 8080, api: 8090 });
    expect(text.split('\n')[0]).toMatch(/^# yaml-language-server: \$schema=/);
  });

  it('parses whatever names were found', () => {
    const service = fc.record({
      name: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,20}$/),
      build: fc.boolean(),
      port: fc.option(fc.integer({ min: 1, max: 65_535 })),
    });
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 1 }),
        fc.uniqueArray(service, { maxLength: 5, selector: ({ name }) => name }),
        (name, mainBranch, services) => {
          const { configuration, problems } = parseConfiguration(
            writePreset(preset, { ...found, name, mainBranch, services }),
            'slipway.yaml',
          );
          expect(problems).toEqual([]);
          expect(configuration!.source.main).toBe(mainBranch);
        },
      ),
    );
  });
});

describe('starting from what a repository has', () => {
  it('writes a Compose file for a Dockerfile alone', () => {
    const dockerfile = 'FROM scratch\nEXPOSE 8080/tcp 9090\n';
    const { found: start, compose } = startFrom(
      'shop',
      'trunk',
      discover(
        new Map([
          ['Dockerfile', dockerfile],
          ['README.md', null],
        ]),
      ),
    );
    expect(start).toMatchObject({ composeFile: null, services: [{ name: 'web', build: true, port: 8080 }] });
    const { application, problems } = parseCompose({
      text: compose!,
      file: 'compose.yaml',
      variables: {},
      profiles: [],
      readFile: (path) => (path === 'Dockerfile' ? dockerfile : null),
    });
    expect(problems).toEqual([]);
    expect(application!.services[0]).toMatchObject({
      name: 'web',
      expose: [8080],
      build: { context: '.', dockerfile: 'Dockerfile' },
    });
  });

  it('goes by the Compose file that the specification prefers', () => {
    const files = new Map([
      ['docker-compose.yml', 'services: { old: { image: x } }'],
      [
        'compose.yaml',
        'services: { web: { build: ., ports: ["127.0.0.1:${PORT:-80}:8000"] }, db: { image: postgres } }',
      ],
    ]);
    expect(discover(files)).toMatchObject({
      composeFile: 'compose.yaml',
      services: [
        { name: 'web', build: true, port: 8000 },
        { name: 'db', build: false, port: null },
      ],
    });
    expect(startFrom('x', 'main', discover(files)).compose).toBeNull();
  });

  it('forgives a Compose file that is broken', () => {
    expect(discover(new Map([['compose.yaml', 'services: [']])).services).toEqual([]);
    expect(discover(new Map([['compose.yaml', '['.repeat(50_000)]])).services).toEqual([]);
  });
});

describe('edits', () => {
  const text = writePreset('full', found);

  it('change a value and no other character', () => {
    const edited = editConfiguration(text, ['environments', 'production', 'publish', 'web'], 9090);
    expect(edited).toBe(text.replace('web: 8080', 'web: 9090'));
  });

  it('add and remove keys, and keep every comment and the order', () => {
    const comments = (yaml: string) => yaml.match(/#.*/g)?.map((comment) => comment.trim());
    const added = editConfiguration(text, ['environments', 'qa', 'variables'], { LEVEL: 'debug' });
    expect(comments(added)).toEqual(comments(text));
    expect(parseConfiguration(added, 'slipway.yaml').configuration?.environments['qa']?.variables).toEqual({
      LEVEL: 'debug',
    });
    const removed = editConfiguration(added, ['environments', 'qa', 'variables'], undefined);
    expect(parseConfiguration(removed, 'slipway.yaml')).toEqual(parseConfiguration(text, 'slipway.yaml'));
    expect(Object.keys(parseConfiguration(removed, 'slipway.yaml').configuration!.environments)).toEqual(
      environmentsOf('full'),
    );
  });

  it('quote what needs quotes', () => {
    const edited = editConfiguration(text, ['source', 'main'], '# not: a comment');
    expect(parseConfiguration(edited, 'slipway.yaml').configuration?.source.main).toBe('# not: a comment');
  });

  it('refuse what cannot be edited', () => {
    expect(() => editConfiguration('a: [', ['a'], 1)).toThrow('not valid YAML');
    expect(() => editConfiguration(text, ['name', 'first'], 1)).toThrow('name has no keys');
  });
});

describe('the published JSON Schema', () => {
  it('is up to date', async () => {
    const published = await readFile(
      new URL('../../../shared/configuration/slipway.schema.json', import.meta.url),
      'utf8',
    );
    expect(JSON.parse(published), 'Write JSON.stringify(configurationJsonSchema(), null, 2) to it.').toEqual(
      configurationJsonSchema(),
    );
  });
});
