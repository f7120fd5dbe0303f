'use strict';
/** A Docker engine for `npm start` on a bare machine: the one that runs, else one that is ours while the app runs. */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { stop } = require('./children.cjs');
const { findProgram } = require('./system.cjs');

const socket = '/var/run/docker.sock';
const startMs = 20_000;

/**
 * Starts dockerd where none runs and it is ours to do: Linux, root, no systemd that would own it, and no other dockerd
 * (a second one in the same network namespace removes the first one's bridge). `folder` keeps its images and volumes.
 * @returns {Promise<{ started: boolean, stop: () => Promise<void>, problem: string | null }>}
 */
async function ensureEngine(folder) {
  const nothing = { started: false, stop: async () => {}, problem: null };
  if (process.env.DOCKER_HOST || process.platform === 'win32' || (await answers())) return nothing;
  const obstacle = obstacleToStart();
  if (obstacle) return { ...nothing, problem: obstacle };
  return startEngine(folder);
}

function obstacleToStart() {
  const none = `No Docker engine answers at ${socket}`;
  if (process.platform !== 'linux') return `${none}: start Docker Desktop.`;
  if (!findProgram('dockerd')) return `${none}, and none is installed.`;
  if (process.getuid() !== 0)
    return `${none}: start it (sudo systemctl start docker), or ask for access to its socket.`;
  if (fs.existsSync('/run/systemd/system')) return `${none}: systemctl start docker`;
  if (otherDockerd()) return `${none}, but a dockerd runs elsewhere on this machine: set DOCKER_HOST to its address.`;
  return null;
}

function otherDockerd() {
  return fs.readdirSync('/proc').some((entry) => {
    try {
      return /^\d+$/.test(entry) && fs.readFileSync(`/proc/${entry}/comm`, 'utf8') === 'dockerd\n';
    } catch {
      return false;
    }
  });
}

async function startEngine(folder) {
  const at = (name) => path.join(folder, name);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Left behind by an engine that was killed; no dockerd runs now, and it would refuse to start over them.
  for (const stale of [at('docker.pid'), at('exec/containerd/containerd.pid')]) fs.rmSync(stale, { force: true });
  const log = fs.openSync(at('dockerd.log'), 'w');
  const flags = [
    '-H',
    `unix://${socket}`,
    '--data-root',
    at('data'),
    '--exec-root',
    at('exec'),
    '--pidfile',
    at('docker.pid'),
  ];
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  // In a group of its own: Ctrl-C is for the app, which still needs the engine to end in order.
  const child = spawn(findProgram('dockerd'), flags, { stdio: ['ignore', log, log], env, detached: true });
  fs.closeSync(log);
  const failed = new Promise((resolve) => child.once('error', resolve).once('exit', resolve));
  const ended = { now: false };
  void failed.then(() => (ended.now = true));
  const deadline = Date.now() + startMs;
  while (!ended.now && Date.now() < deadline) {
    if (await answers()) return { started: true, stop: () => stop(child, 30_000), problem: null };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (!ended.now) await stop(child);
  return {
    started: false,
    stop: async () => {},
    problem: `The Docker engine did not start: see ${at('dockerd.log')}.`,
  };
}

/** Whether an engine answers at the standard socket. */
function answers() {
  return new Promise((resolve) => {
    const request = http.get({ socketPath: socket, path: '/_ping', timeout: 3000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

module.exports = { ensureEngine };
