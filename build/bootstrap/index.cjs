'use strict';
/** From a fresh clone to a process that can run Slipway. */
const { ensureDependencies } = require('./dependencies.cjs');
const { chooseNode, flagsFor, oldest, root } = require('./node.cjs');
const { runInForeground } = require('./children.cjs');

/** A reason to end that a person can act upon; nobody needs a stack trace with it. */
class Stop extends Error {}

/**
 * Installs what is missing and makes sure that this script runs under a Node that can run Slipway: else it runs again
 * under one that can, and this process only stands by. Answers true when the caller should go on.
 */
async function prepare(script, args) {
  await ensureDependencies();
  const node = chooseNode();
  if (!node) throw new Stop(noNode());
  if (node.here && (flagsFor(node.version).length === 0 || process.env.SLIPWAY_PREPARED === node.file)) return true;
  if (node.reason) process.stderr.write(`${node.reason}\n`);
  // Set for the one that runs again, which has the flags that its version needs and must not look for them once more.
  const env = { ...process.env, SLIPWAY_PREPARED: node.file };
  process.exitCode = await runInForeground(node.file, [...flagsFor(node.version), script, ...args], { env });
  return false;
}

function noNode() {
  const wanted = oldest.join('.');
  return (
    `Slipway needs Node ${wanted} or newer, and this is ${process.version}. ` +
    (process.platform === 'darwin'
      ? 'Install a current Node (https://nodejs.org) and try again.'
      : 'The optional dependency that brings one is not there: run "npm ci --include=optional", or install a current Node.')
  );
}

/** Runs a script's main function: one sentence on stderr and exit code 1 instead of a stack trace for a `Stop`. */
function start(main) {
  main().catch((error) => {
    process.stderr.write(`slipway: ${error instanceof Stop ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = 1;
  });
}

module.exports = { Stop, noNode, prepare, root, start };
