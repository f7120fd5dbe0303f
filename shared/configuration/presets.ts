/** The slipway.yaml that `init` writes: complete, filled in from what the repository has, explained to a first reader. */
import { stringify } from 'yaml';
import type { Discovered, DiscoveredService } from '../compose/discover.ts';
import { slug } from '../domain/naming.ts';
import { schemaAddress } from './json-schema.ts';

export type Preset = 'full' | 'three' | 'integration';

export interface Found {
  /** Name of the project; any text, such as the name of its folder. */
  readonly name: string;
  readonly mainBranch: string;
  /** Null when there is none and `init` writes one. */
  readonly composeFile: string | null;
  readonly services: readonly DiscoveredService[];
  readonly dockerfiles: readonly string[];
}

interface Entry {
  readonly name: string;
  readonly comment: string;
  /** Lines below the name, without indentation. */
  readonly lines: readonly string[];
  /** Where its host ports are counted from; none is published where this is missing. */
  readonly firstPort?: number;
}

/** The text of a slipway.yaml that parses without a problem, whatever was found. */
export function writePreset(preset: Preset, found: Found): string {
  const environments = entriesOf(preset, yamlText(found.mainBranch)).map((entry) => writeEntry(entry, found.services));
  return `${head(found)}\nenvironments:\n${environments.join('\n')}`;
}

/** Names of the environments of a preset, in the order of the file. */
export const environmentsOf = (preset: Preset): string[] => entriesOf(preset, 'main').map(({ name }) => name);

/**
 * What `init` goes by. Where there is a Dockerfile and no Compose file, `compose` is the text of one to write beside it.
 */
export function startFrom(
  name: string,
  mainBranch: string,
  discovered: Discovered,
): { found: Found; compose: string | null } {
  const { composeFile, dockerfiles, exposedPort } = discovered;
  const writes = composeFile === null && dockerfiles.length > 0;
  const services = writes ? [{ name: 'web', build: true, port: exposedPort }] : discovered.services;
  return {
    found: { name, mainBranch, composeFile, services, dockerfiles },
    compose: writes ? writeCompose(dockerfiles[0] ?? 'Dockerfile', exposedPort) : null,
  };
}

/** The least Compose file for a Dockerfile, with the port that it EXPOSEs. */
export function writeCompose(dockerfile: string, exposedPort: number | null): string {
  const build =
    dockerfile === 'Dockerfile'
      ? ['    build: .']
      : ['    build:', '      context: .', `      dockerfile: ${yamlText(dockerfile)}`];
  const port =
    exposedPort === null
      ? []
      : [
          '    expose:',
          `      - "${exposedPort}"       # the port that the Dockerfile EXPOSEs; slipway.yaml says where it is published`,
        ];
  return [
    '# The services of this repository (the Compose specification). Slipway builds and runs what stands here.',
    'services:',
    '  web:',
    ...build,
    ...port,
    '    # healthcheck:              # says when it is healthy; without one, staying up counts',
    `    #   test: wget -q -O /dev/null http://127.0.0.1:${exposedPort ?? 8080}/`,
    '    #   interval: 2s',
    '',
  ].join('\n');
}

function head({ name, mainBranch, composeFile }: Found): string {
  const rows: [string, string][] = [
    ['slipway: 1', 'the version of this file'],
    [`name: ${yamlText(slug(name))}`, 'containers, networks and volumes carry it'],
    [`compose: ${yamlText(composeFile ?? 'compose.yaml')}`, 'the services: images, ports, healthchecks, volumes'],
    [`# registry: localhost:5000/${slug(name)}`, 'where images are pushed; without one they stay on the engine'],
    ['source:', ''],
    [`  main: ${yamlText(mainBranch)}`, 'the branch that releases come from'],
    ['  release: release/*', 'the branches of the hotfix lane'],
  ];
  const width = Math.max(...rows.map(([text]) => text.length)) + 2;
  return [
    `# yaml-language-server: $schema=${schemaAddress}`,
    '# Slipway reads this file. It says where the releases of this repository run and in which order they move.',
    '# Edit it by hand or in Slipway: comments and order stay as they are.',
    '',
    ...rows.map(([text, comment]) => (comment === '' ? text : `${text.padEnd(width)}# ${comment}`)),
    '',
  ].join('\n');
}

function writeEntry({ name, comment, lines, firstPort }: Entry, services: readonly DiscoveredService[]): string {
  // Only what is built here: a database that the Compose file publishes for developers is not for everybody's network.
  const published = services.filter(({ build, port }) => build && port !== null);
  const ports =
    firstPort === undefined || published.length === 0
      ? []
      : [
          `publish: { ${published.map((service, index) => `${yamlText(service.name)}: ${firstPort + index * portsApart}`).join(', ')} }  # host port of each service`,
        ];
  const block = [...lines, ...ports].map((line) => `    ${line}\n`).join('');
  return `${comment
    .split('\n')
    .map((line) => `  # ${line}\n`)
    .join('')}  ${name}:\n${block}`;
}

/** Room for ten environments between the ports of one service and those of the next. */
const portsApart = 10;
const firstPorts = {
  production: 8080,
  staging: 8081,
  qa: 8082,
  release: 8083,
  productionCopy: 8084,
  development: 8085,
} as const;

const development: Entry = {
  name: 'development',
  firstPort: firstPorts.development,
  lines: ['kind: development'],
  comment: 'The dev box: what you have here, run for yourself before anybody else sees it.',
};
const gates = [
  '# gates:                # what must hold before a release may come here',
  '#   - approval: 1       # how many people must approve it',
  '#   - soak: 10m         # how long it must have run healthy in the environment before',
];
const production = (after: string): Entry => ({
  name: 'production',
  firstPort: firstPorts.production,
  comment: 'What customers use.',
  lines: [
    'kind: production',
    `after: ${after}${' '.repeat(Math.max(1, 17 - after.length))}# a release must have run healthy there`,
    ...gates,
  ],
});
const many = (name: string, comment: string): Entry => ({
  name,
  comment,
  lines: ['kind: test', `many: true              # a template: ${name}.NAME is made when it is asked for`],
});
const follows = (main: string): string =>
  `follows: ${main}${' '.repeat(Math.max(1, 15 - main.length))}# takes the releases of this branch`;

function entriesOf(preset: Preset, main: string): Entry[] {
  if (preset === 'three') {
    return [
      development,
      {
        name: 'staging',
        firstPort: firstPorts.staging,
        comment: 'The next release, as production will run it.',
        lines: ['kind: staging', follows(main)],
      },
      production('staging'),
    ];
  }
  if (preset === 'integration') {
    return [
      development,
      many('review', 'Review apps: an isolated environment for each branch that is not merged yet.'),
      {
        name: 'integration',
        firstPort: firstPorts.qa,
        comment: 'Where everything that was merged runs together and is tried by people.',
        lines: ['kind: qa', follows(main)],
      },
      production('integration'),
    ];
  }
  return [
    development,
    many('test', 'Isolated environments for branches that are not merged yet; any number of them.'),
    {
      name: 'qa',
      firstPort: firstPorts.qa,
      comment: 'Where the builds of the main branch are tried by people.',
      lines: ['kind: qa', follows(main)],
    },
    {
      name: 'staging',
      firstPort: firstPorts.staging,
      comment: 'The next release, as production will run it: the staging cut takes what QA has.',
      lines: ['kind: staging', 'after: qa               # a release must have run healthy there'],
    },
    {
      name: 'release',
      firstPort: firstPorts.release,
      comment: 'The hotfix lane: for a fix that cannot wait for what is on its way through QA.',
      lines: ['kind: release', 'to: staging             # where the lane joins the flow'],
    },
    production('staging'),
    {
      name: 'production-copy',
      firstPort: firstPorts.productionCopy,
      comment: 'A mirror of production, to look into without touching it.',
      lines: ['kind: production-copy', 'of: production          # what it copies'],
    },
  ];
}

/** A text as YAML writes it: quoted only where it must be. */
const yamlText = (text: string): string =>
  stringify(text, { lineWidth: 0, defaultStringType: 'PLAIN', blockQuote: false }).trimEnd();
