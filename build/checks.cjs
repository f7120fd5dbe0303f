'use strict';
/** What `npm test` runs, in order, lane by lane. A check without a report of its own counts as one test. */
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./bootstrap/node.cjs');

const inModules = (...names) => path.join(root, 'node_modules', ...names);
const tsc = inModules('typescript7', 'bin', 'tsc');
const vitest = [inModules('vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--passWithNoTests'];
const vitestReporters = ['--reporter', 'default', '--reporter', './test/reporters/vitest.ts'];
const playwright = [inModules('@playwright', 'test', 'cli.js'), 'test', '--config', 'test/playwright.config.ts'];

const fronted = ['fronted', 'watched', 'rolling'];
/** What starts containers makes networks; the other contracts are about files, processes and git. */
const withContainers = ['docker', 'haproxy', 'places', 'rollouts', 'runs'];
const contracts = fs.readdirSync(path.join(root, 'test', 'contract'));
const folder = (name) => `test/contract/${name}/`;

/**
 * `kind` is what `--only` selects. `args` are for Node. `lane`: see test.cjs.
 * `counts`: the program writes a report of how many tests passed, failed and were skipped. `display`: it opens windows.
 */
const checks = [
  ...['shared', 'electron', 'renderer', 'test', 'build'].map((folder) =>
    check(`types of ${folder}`, 'types', 'computing', [tsc, '-p', folder]),
  ),
  check('lint', 'lint', 'computing', [
    inModules('eslint', 'bin', 'eslint.js'),
    ...[
      '--config',
      'build/eslint.config.js',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint/',
      '--max-warnings',
      '0',
      '.',
    ],
  ]),
  check('format', 'format', 'computing', [
    inModules('prettier', 'bin', 'prettier.cjs'),
    ...[
      '--config',
      'build/prettier.config.js',
      '--ignore-path',
      'build/prettier.ignore',
      '--cache',
      '--log-level',
      'warn',
      '--check',
      '.',
    ],
  ]),
  check('dependency rules', 'dependencies', 'computing', [
    inModules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    ...['--config', 'build/dependency-rules.cjs', '--output-type', 'err-long', 'electron', 'shared', 'renderer'],
  ]),
  ...['renderer', 'electron'].map((name) =>
    check(`build of ${name}`, 'build', 'build', ['build/bootstrap/bundle.cjs', name]),
  ),
  suite('unit tests', 'unit', 'computing', tests('unit')),
  suite('property tests', 'property', 'computing', tests('property')),
  suite(
    'contract tests without containers',
    'contract',
    'computing',
    tests('contract', ...contracts.filter((name) => !withContainers.includes(name)).map(folder)),
  ),
  // They mostly wait for containers: two files at a time.
  suite('contract tests with containers', 'contract', 'containers', [
    ...tests('contract', ...withContainers.map(folder)),
    ...['--maxWorkers', '2'],
  ]),
  // Each kill is a test, and mostly waits for containers too.
  suite('crash tests: kills', 'crash', 'containers', tests('crash', 'kills')),
  suite('crash tests: behind a load balancer', 'crash', 'faults', tests('crash', ...fronted)),
  suite('crash tests: faults', 'crash', 'faults', tests('crash', 'runs', 'faults', 'disk', 'repeated', 'stopping')),
  suite('end-to-end in the browser', 'e2e', 'windows', windows('browser')),
  { ...suite('end-to-end in Electron', 'shell', 'windows', windows('electron')), display: true },
];

function check(title, kind, lane, args) {
  return { title, kind, lane, args, counts: false };
}

function suite(title, kind, lane, args) {
  return { title, kind, lane, args, counts: true };
}

function tests(project, ...more) {
  return [...vitest, '--project', project, ...more, ...vitestReporters];
}

/** Each with a folder of its own for pictures and traces: who begins clears it, and both may run at once. */
function windows(project) {
  return [...playwright, '--project', project, '--output', path.join(root, 'test-results', project)];
}

const kinds = [...new Set(checks.map(({ kind }) => kind))];

/** The checks of the named kinds, with the build that they need; all of them without names. Throws on a name that is none. */
function select(only) {
  const unknown = only.find((name) => !kinds.includes(name));
  if (unknown !== undefined) throw new Error(`There is no check "${unknown}": --only takes ${kinds.join(', ')}.`);
  const wanted = only.some((name) => name === 'e2e' || name === 'shell') ? ['build', ...only] : only;
  return only.length === 0 ? checks : checks.filter(({ kind }) => wanted.includes(kind));
}

module.exports = { checks, kinds, select };
