'use strict';
/** What `npm test` runs, in order, lane by lane. A check without a report of its own counts as one test. */
const path = require('node:path');
const { root } = require('./bootstrap/node.cjs');

const inModules = (...names) => path.join(root, 'node_modules', ...names);
const tsc = inModules('typescript7', 'bin', 'tsc');
const vitest = [inModules('vitest', 'vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--passWithNoTests'];
const vitestReporters = ['--reporter', 'default', '--reporter', './test/reporters/vitest.ts'];
const playwright = [inModules('@playwright', 'test', 'cli.js'), 'test', '--config', 'test/playwright.config.ts'];

/**
 * `kind` is what `--only` selects. `args` are for Node. `lane`: two run beside each other, what has windows comes last.
 * `counts`: the program writes a report of how many tests passed, failed and were skipped. `display`: it opens windows.
 */
const checks = [
  ...['shared', 'electron', 'renderer', 'test', 'build'].map((folder) =>
    check(`types of ${folder}`, 'types', 'second', [tsc, '-p', folder]),
  ),
  check('lint', 'lint', 'second', [
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
  check('format', 'format', 'second', [
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
  check('dependency rules', 'dependencies', 'second', [
    inModules('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    ...['--config', 'build/dependency-rules.cjs', '--output-type', 'err-long', 'electron', 'shared', 'renderer'],
  ]),
  ...['renderer', 'electron'].map((name) =>
    check(`build of ${name}`, 'build', 'first', ['build/bootstrap/bundle.cjs', name]),
  ),
  suite('unit tests', 'unit', 'second', tests('unit')),
  suite('property tests', 'property', 'second', tests('property')),
  suite('contract tests', 'contract', 'first', tests('contract')),
  // Each kill is a test, which makes them as long as all other crash tests and the contracts together.
  suite('crash tests: kills', 'crash', 'second', tests('crash', 'kills')),
  suite('crash tests: faults', 'crash', 'first', tests('crash', '--exclude', '**/kills.test.ts')),
  suite('end-to-end in the browser', 'e2e', 'last', [...playwright, '--project', 'browser']),
  { ...suite('end-to-end in Electron', 'shell', 'last', [...playwright, '--project', 'electron']), display: true },
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

const kinds = [...new Set(checks.map(({ kind }) => kind))];

/** The checks of the named kinds, with the build that they need; all of them without names. Throws on a name that is none. */
function select(only) {
  const unknown = only.find((name) => !kinds.includes(name));
  if (unknown !== undefined) throw new Error(`There is no check "${unknown}": --only takes ${kinds.join(', ')}.`);
  const wanted = only.some((name) => name === 'e2e' || name === 'shell') ? ['build', ...only] : only;
  return only.length === 0 ? checks : checks.filter(({ kind }) => wanted.includes(kind));
}

module.exports = { checks, kinds, select };
