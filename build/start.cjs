'use strict';
/**
 * `npm start [-- --project DIR] [--data DIR] [--browser] [--no-open]`: from a fresh clone to the open app. Electron where
 * its runtime is, else the same app in the browser, and a sentence that says which and why.
 */
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { ensureBundle } = require('./bootstrap/bundle.cjs');
const { runInForeground } = require('./bootstrap/children.cjs');
const { ensureEngine } = require('./bootstrap/docker.cjs');
const { ensureElectron, noDisplay } = require('./bootstrap/electron.cjs');
const { Stop, prepare, root, start } = require('./bootstrap/index.cjs');
const { flagsFor } = require('./bootstrap/node.cjs');
const { ensurePackages, findProgram, forStart } = require('./bootstrap/system.cjs');

/** A shell that ends sooner with a failure never opened its window. */
const windowMs = 5000;

start(async () => {
  if (!(await prepare(__filename, process.argv.slice(2)))) return;
  const options = await readOptions();
  const missing = ensurePackages(forStart);
  if (missing) process.stderr.write(`${missing}\n`);
  if (!findProgram('git')) throw new Stop('Slipway needs git: install it and try again.');
  ensureBundle('renderer');
  const docker = await ensureEngine(path.join(options.data, 'docker'));
  if (docker.problem) process.stderr.write(`${docker.problem} The app opens without it.\n`);
  if (docker.started) process.stderr.write('Started a Docker engine of its own; it stops when Slipway does.\n');
  try {
    process.exitCode = await openApp(options);
  } finally {
    await docker.stop();
  }
});

async function readOptions() {
  const { values } = parseArgs({
    options: {
      project: { type: 'string' },
      data: { type: 'string' },
      browser: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  });
  // npm runs this in the project's root; what a person types is relative to their own folder.
  const from = process.env.INIT_CWD ?? process.cwd();
  return {
    ...values,
    project: values.project && path.resolve(from, values.project),
    data: values.data ? path.resolve(from, values.data) : await defaultData(),
  };
}

/** The same folder as every other face has; its code is TypeScript, which a Node without type stripping cannot read. */
async function defaultData() {
  const { defaultDataDirectory } = await import('../electron/hosts/data-directory.ts');
  return defaultDataDirectory(process.env, process.platform, os.homedir());
}

/** Opens a window, or the browser where there can be none; resolves with the exit code when it has ended. */
async function openApp(options) {
  const obstacle = options.browser ? 'as asked' : (noDisplay() ?? (await openWindow(options)));
  if (typeof obstacle === 'number') return obstacle;
  process.stderr.write(`Opening in the browser: ${obstacle}.\n`);
  const face = [path.join(__dirname, 'browser-face.ts'), '--data', options.data];
  if (options.project) face.push('--project', options.project);
  if (options['no-open']) face.push('--no-open');
  return runInForeground(process.execPath, [...flagsFor(process.version), ...face]);
}

/** The exit code of the desktop app, or the reason why there was none. */
async function openWindow(options) {
  const runtime = ensureElectron();
  if ('reason' in runtime) return runtime.reason;
  ensureBundle('electron');
  process.stderr.write('Opening in Electron.\n');
  const startedAt = Date.now();
  const args = [`--data=${options.data}`, ...(options.project ? [`--project=${options.project}`] : []), root];
  const code = await runInForeground(runtime.file, args, { env: { ...process.env, SLIPWAY_NODE: process.execPath } });
  const opened = code === 0 || Date.now() - startedAt > windowMs;
  return opened ? code : `Electron ended at once with code ${code}`;
}
