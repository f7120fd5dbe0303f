'use strict';
/** Packages of the operating system: installed as root on Debian and its kin, named exactly everywhere else. */
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** What shows that a package is there: a program on the PATH, or a file. */
const witness = {
  'busybox-static': isStaticBusybox,
  'ca-certificates': () => fs.existsSync('/etc/ssl/certs/ca-certificates.crt'),
  chromium: () => Boolean(findProgram('chromium')),
  'docker-registry': () => Boolean(findProgram('docker-registry')),
  'docker.io': () => Boolean(findProgram('dockerd')),
  git: () => Boolean(findProgram('git')),
  haproxy: () => Boolean(findProgram('haproxy')),
  iproute2: () => Boolean(findProgram('ip')),
  iptables: () => Boolean(findProgram('iptables')),
  xauth: () => Boolean(findProgram('xauth')),
  xvfb: () => Boolean(findProgram('Xvfb')),
};

/** What the tests need beyond what `npm start` does. */
const forStart = ['git', 'docker.io', 'iptables', 'ca-certificates', 'busybox-static'];
const forTests = [...forStart, 'chromium', 'xvfb', 'xauth', 'docker-registry', 'haproxy', 'iproute2'];

/** Path of a program, also in the folders that only root has on the PATH; null when there is none. */
function findProgram(name) {
  const folders = [...(process.env.PATH || '').split(path.delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of folders.filter(Boolean)) {
    for (const file of names.map((each) => path.join(folder, each))) if (fs.existsSync(file)) return file;
  }
  return null;
}

/** The sample's image is made of it: one that wants shared libraries would not run there. */
function isStaticBusybox() {
  const file = findProgram('busybox');
  return file !== null && !fs.readFileSync(file).subarray(0, 4096).includes('ld-linux');
}

/** Those of the packages that this machine lacks. Only Linux is asked: elsewhere they have other names. */
function missingPackages(names) {
  return process.platform === 'linux' ? names.filter((name) => !witness[name]()) : [];
}

/**
 * Installs what is missing where that is ours to do (root, apt-get).
 * @returns {string | null} what is still missing and how to get it, one sentence; null when all is there
 */
function ensurePackages(names) {
  const missing = missingPackages(names);
  if (missing.length === 0) return null;
  if (process.getuid() === 0 && findProgram('apt-get')) {
    process.stderr.write(`Installing system packages: ${missing.join(' ')} …\n`);
    aptGet(['update', '-qq']);
    aptGet(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
  }
  const left = missingPackages(missing);
  if (left.length === 0) return null;
  return `This machine lacks ${left.join(', ')}: sudo apt-get install -y --no-install-recommends ${left.join(' ')}`;
}

function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Its account of what it unpacks helps nobody; what goes wrong it says on stderr.
  spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
}

module.exports = { ensurePackages, findProgram, forStart, forTests, missingPackages };
