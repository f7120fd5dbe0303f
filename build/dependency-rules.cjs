'use strict';
/**
 * Which import is allowed: dependencies point one way.
 *
 *   renderer → shared ← electron
 *   in electron: hosts → api → engine → steps, checks, gates, targets → adapters (git, docker, haproxy, forge, reports, store)
 *
 * The check prints the rule with the two files of the import that breaks it.
 */
const adapters = 'git|docker|haproxy|forge|reports|store';
const leaves = 'secrets|notify';
const desktopFace = '^electron/(main|preload|hosts/(ipc|window|shell)|notify/desktop)\\.ts$';

const forbidden = [
  {
    name: 'shared-is-pure',
    comment: 'shared runs in the engine and in the browser: it knows neither, and no interface library.',
    from: { path: '^shared/' },
    to: {
      path: '^(electron|renderer|build|test)/|^node_modules/(electron|react|react-dom|@types/(node|react)|@mantine)/',
    },
  },
  { name: 'shared-has-no-node', from: { path: '^shared/' }, to: { dependencyTypes: ['core'] } },
  {
    name: 'renderer-only-knows-shared',
    comment: 'What the renderer wants of the engine goes through the contract.',
    from: { path: '^renderer/' },
    to: { path: '^(electron|build|test)/|^node_modules/electron/' },
  },
  { name: 'renderer-has-no-node', from: { path: '^renderer/' }, to: { dependencyTypes: ['core'] } },
  {
    name: 'engine-does-not-know-the-renderer',
    from: { path: '^electron/' },
    to: { path: '^(renderer|build|test)/|^node_modules/(react|react-dom|@mantine)/' },
  },
  {
    name: 'only-the-desktop-face-imports-electron',
    comment: 'Everything else also runs under Node alone.',
    from: { path: '^(electron|shared|renderer)/', pathNot: desktopFace },
    to: { path: '^node_modules/electron/' },
  },
  {
    name: 'hosts-only-know-the-api',
    comment: 'A host carries the contract; it does not know what a call does. The lock says whether an engine lives.',
    from: { path: '^electron/hosts/' },
    to: { path: '^electron/', pathNot: '^electron/((hosts|api)/|store/lock\\.ts$)' },
  },
  {
    name: 'api-is-above-the-engine',
    from: { path: '^electron/api/' },
    to: { path: '^electron/(hosts/|[^/]+\\.ts$)' },
  },
  {
    name: 'engine-is-below-the-api',
    from: { path: '^electron/engine/' },
    to: { path: '^electron/((hosts|api)/|[^/]+\\.ts$)' },
  },
  {
    name: 'steps-checks-gates-targets-are-below-the-engine',
    from: { path: '^electron/(steps|checks|gates|targets)/' },
    to: { path: '^electron/((hosts|api|engine)/|[^/]+\\.ts$)' },
  },
  {
    name: 'adapters-know-nothing-above-them',
    comment: 'The types of targets/ are what an engine adapter implements: those it may name, and only those.',
    from: { path: `^electron/(${adapters})/` },
    to: { path: `^electron/((hosts|api|engine|steps|checks|gates|${leaves})/|[^/]+\\.ts$)` },
  },
  {
    name: 'adapters-never-import-each-other',
    from: { path: `^electron/(${adapters})/` },
    to: { path: `^electron/(${adapters})/`, pathNot: '^electron/$1/' },
  },
  {
    name: 'leaves-import-nothing-of-electron',
    from: { path: `^electron/(${leaves})/` },
    to: { path: '^electron/', pathNot: '^electron/$1/' },
  },
  {
    name: 'nobody-imports-a-face',
    from: { path: '^electron/' },
    to: { path: '^electron/(main|preload|headless|git-process|cli)\\.ts$' },
  },
  onlyUser('simple-git', '^electron/git/text\\.ts$'),
  onlyUser('dockerode', '^electron/docker/(run|client)\\.ts$'),
  onlyUser('better-sqlite3', '^electron/store/'),
  onlyUser('sax', '^electron/reports/xml\\.ts$'),
  onlyUser('@octokit/core', '^electron/forge/github\\.ts$'),
  onlyUser('gitea-js', '^electron/forge/gitea\\.ts$'),
  {
    name: 'no-cycles',
    comment: 'Types may refer to each other across files: nothing is left of that when the code runs.',
    from: { path: '^(electron|shared|renderer)/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  { name: 'no-import-without-a-file', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-import-outside-package-json',
    from: { path: '^(electron|shared|renderer)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-development-dependency-in-the-engine',
    comment: 'It would be missing in the packaged app.',
    from: { path: '^(electron|shared)/' },
    to: {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
      pathNot: '^node_modules/(electron|@types)/',
    },
  },
];

/** One file may call a library; beside it, its types may be named. */
function onlyUser(library, path) {
  return {
    name: `only-one-user-of-${library}`,
    comment: `${library} is called in one place, where what it is allowed to do is decided.`,
    from: { path: '^(electron|shared|renderer)/', pathNot: path },
    to: { path: `^node_modules/${library}/`, dependencyTypesNot: ['type-only'] },
  };
}

module.exports = {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    // Vite's marks on imports (`?worker`, `?url`) are not part of the file's name.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
