'use strict';
/**
 * `npm start [-- --project DIR] [--data DIR] [--browser] [--no-open]`: from a fresh clone to the open app. Electron where
 * its runtime is, else the same app in the browser, and a sentence that says which and why.
 */
const { spawn } = require('node:child_process');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { parseArgs } = require('node:util');
const { ensureBundle } = require('./bootstrap/bundle.cjs');
const { runInForeground, stop, untilAsked } = require('./bootstrap/children.cjs');
const { ensureEngine } = require('./bootstrap/docker.cjs');
const { ensureElectron, noDisplay } = require('./bootstrap/electron.cjs');
const { Stop, prepare, root, start } = require('./bootstrap/index.cjs');
const { flagsFor } = require('./bootstrap/node.cjs');
const { ensurePackages, findProgram, forStart } = require('./bootstrap/system.cjs');

/** A shell that ends sooner with a failure never opened its window. */
const windowMs = 5000;
const engineMs = 30_000;

start(async () => {
  if (!(await prepare(__filename, process.argv.slice(2)))) return;
  const options = readOptions();
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

function readOptions() {
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
    data: values.data ? path.resolve(from, values.data) : defaultDataDirectory(),
  };
}
