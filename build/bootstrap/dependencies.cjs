'use strict';
/** Brings node_modules to what package-lock.json says, once, whoever asks first. */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./node.cjs');

const lockWaitMs = 10 * 60_000;

/**
 * Whether node_modules holds what the lock names. npm writes its own account of what it installed at the very end, so
 * an install that was killed half-way does not count. Optional packages may be absent (another platform, `--omit`).
 */
function isInstalled(folder = root) {
  const wanted = packagesIn(path.join(folder, 'package-lock.json'));
  const installed = packagesIn(path.join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '' || (!installed[place] && (entry.optional || entry.devOptional || entry.peer))) return true;
    return installed[place] !== undefined && installed[place].version === entry.version;
  });
}

function packagesIn(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** Installs when needed. Everything it prints goes to stderr: stdout belongs to the command that was asked for. */
async function ensureDependencies() {
  if (isInstalled()) return;
  const release = await takeLock(path.join(root, 'dist', 'install.lock'));
  try {
    if (isInstalled()) return;
    process.stderr.write('Installing the dependencies (npm ci) …\n');
    await npmCi();
  } finally {
    release();
  }
}

function npmCi() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    // npm.cmd is a batch file, which Node starts only through a shell; the arguments are all ours.
    const child = spawn(npm, flags, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
    child.on('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error('npm ci failed: see above. Check the connection to the package registry and try again.')),
    );
  });
}

/** Waits for the lock file and holds it; answers with what lets go of it. A lock whose owner is gone is taken over. */
async function takeLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const deadline = Date.now() + lockWaitMs;
  let told = false;
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(file)) {
      fs.rmSync(file, { force: true });
      continue;
    }
    if (Date.now() > deadline) throw new Error(`Another install holds ${file}. Remove the file if none runs.`);
    if (!told) process.stderr.write('Waiting for another install of the dependencies to end …\n');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function isAbandoned(file) {
  try {
    const owner = Number(fs.readFileSync(file, 'utf8'));
    // Between the creation of the file and its content there is a moment without an owner.
    if (!owner) return Date.now() - fs.statSync(file).mtimeMs > 5000;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

module.exports = { ensureDependencies, isInstalled, takeLock };
