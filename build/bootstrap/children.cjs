'use strict';
/** Child processes that end when we do, and we when what started us is gone. */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');

const graceMs = 10_000;
const watchMs = 500;
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in the foreground: its terminal is ours, signals are passed on, the answer is its exit code
 * (128 + signal when it was killed).
 * @returns {Promise<number>}
 */
function runInForeground(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options });
    const pass = (signal) => child.kill(signal);
    for (const signal of endings) process.on(signal, pass);
    const unwatch = watchParents(() => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      unwatch();
      for (const name of endings) process.off(name, pass);
      resolve(code ?? codeOf(signal));
    });
  });
}

function codeOf(signal) {
  return 128 + (os.constants.signals[signal] ?? 0);
}

/** Asks a child to end, waits for it, and kills it when it does not listen. */
async function stop(child, patienceMs = graceMs) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(timer);
}

/**
 * Resolves with the exit code to end with, once a signal came or what started us is gone.
 * @returns {Promise<number>}
 */
function untilAsked() {
  return new Promise((resolve) => {
    for (const signal of endings) process.once(signal, () => resolve(codeOf(signal)));
    const unwatch = watchParents(() => {
      unwatch();
      resolve(codeOf('SIGHUP'));
    });
  });
}

/**
 * Calls `gone` when npm, which started us, is no more: it passes no signal on when it is killed. Without npm nothing is
 * watched: a command put into the background may outlive its shell. Answers with what ends the watch.
 */
function watchParents(gone) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const before = parents();
  const timer = setInterval(() => {
    if (parents() !== before) gone();
  }, watchMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Parent and grandparent: npm runs scripts through a shell, and that shell survives npm on Debian. */
function parents() {
  let grandparent = '';
  try {
    // The name in parentheses may hold anything; after the last one come the state and the parent.
    grandparent = fs.readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ').pop().split(' ')[1];
  } catch {
    // Not Linux: there the shell replaces itself by its last command, and the parent is npm.
  }
  return `${process.ppid} ${grandparent}`;
}

module.exports = { codeOf, runInForeground, stop, untilAsked };
