'use strict';
/** Finds Electron's runtime without ever asking the `electron` package for it: that would start a download. */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./node.cjs');

const packageFolder = path.join(root, 'node_modules', 'electron');
const downloadMs = 180_000;

/** Path of the runtime's program, or null. `ELECTRON_OVERRIDE_DIST_PATH` names another runtime. */
function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = nameInPackage() ?? (process.platform === 'win32' ? 'electron.exe' : 'electron');
  const file = override ? path.join(override, name) : path.join(packageFolder, 'dist', name);
  return (override || nameInPackage()) && fs.existsSync(file) ? file : null;
}

/** The package writes the program's name beside itself when its download is complete. */
function nameInPackage() {
  try {
    return fs.readFileSync(path.join(packageFolder, 'path.txt'), 'utf8');
  } catch {
    return null;
  }
}

/**
 * The runtime, downloaded if need be; a download that failed is not tried again until the dependencies change.
 * @returns {{ file: string } | { reason: string }} the program, or why there is none
 */
function ensureElectron() {
  const found = findElectron();
  if (found) return { file: found };
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    return { reason: `there is no Electron in ${process.env.ELECTRON_OVERRIDE_DIST_PATH}` };
  }
  if (!fs.existsSync(packageFolder)) return { reason: 'the electron package is not installed' };
  const tried = path.join(packageFolder, 'download-failed');
  if (fs.existsSync(tried))
    return { reason: `its runtime could not be downloaded before (remove ${tried} to try again)` };
  process.stderr.write("Downloading Electron's runtime …\n");
  const answer = spawnSync(process.execPath, [path.join(packageFolder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: downloadMs,
  });
  const file = findElectron();
  if (file) return { file };
  fs.writeFileSync(tried, answer.stderr);
  return { reason: `its runtime could not be downloaded (${answer.error?.message ?? firstLine(answer.stderr)})` };
}

function firstLine(text) {
  return (
    text
      .split('\n')
      .find((line) => /error/i.test(line))
      ?.trim() ?? 'see the npm log'
  );
}

/** Why a window cannot open here, or null. */
function noDisplay() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return null;
  return 'there is no display';
}

module.exports = { ensureElectron, findElectron, noDisplay };
