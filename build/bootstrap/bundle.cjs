'use strict';
/** Builds what is older than its sources: the renderer for every face, the shell for Electron. */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./node.cjs');

const bundles = {
  renderer: {
    config: 'build/vite.renderer.config.ts',
    modes: ['production'],
    output: 'dist/renderer/index.html',
    sources: ['renderer', 'shared', 'package-lock.json'],
  },
  electron: {
    config: 'build/vite.electron.config.ts',
    modes: ['engine', 'git', 'main', 'preload'],
    // The last one that is written.
    output: 'dist/electron/preload.cjs',
    sources: ['electron', 'shared', 'package-lock.json'],
  },
};

/** Builds the named bundle if any of its sources is newer. Throws when the build fails; its output is on stderr. */
function ensureBundle(name) {
  const { config, modes, output, sources } = bundles[name];
  const built = modifiedAt(path.join(root, output));
  if (built >= Math.max(modifiedAt(path.join(root, config)), ...sources.map((each) => newestIn(path.join(root, each)))))
    return;
  process.stderr.write(`Building the ${name === 'renderer' ? 'interface' : 'desktop shell'} …\n`);
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  for (const mode of modes) {
    const args = [vite, 'build', '--config', config, '--mode', mode, '--logLevel', 'warn'];
    // Whoever asks may be a test runner, and its NODE_ENV would make it a bundle for developing: twice as slow.
    const env = { ...process.env, NODE_ENV: 'production' };
    const answer = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
    if (answer.status !== 0) throw new Error(`Building ${output} failed: see above.`);
  }
}

function modifiedAt(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Time of the newest file below; folders count too, so that a removed file is seen. */
function newestIn(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return fs
    .readdirSync(place)
    .reduce((newest, name) => Math.max(newest, newestIn(path.join(place, name))), stat.mtimeMs);
}

// As a command, for the checks: node build/bootstrap/bundle.cjs NAME
if (require.main === module) ensureBundle(process.argv[2]);

module.exports = { ensureBundle };
