#!/usr/bin/env node
'use strict';
/** The `slipway` command: prepares on a fresh clone, then hands over to electron/cli.ts. Stdout is the CLI's alone. */
const path = require('node:path');
const { ensureDependencies } = require('./bootstrap/dependencies.cjs');
const { Stop, noNode, root, start } = require('./bootstrap/index.cjs');
const { chooseNode, flagsFor } = require('./bootstrap/node.cjs');
const { runInForeground } = require('./bootstrap/children.cjs');

const cli = path.join(root, 'electron', 'cli.ts');

start(async () => {
  await ensureDependencies();
  // npm runs scripts in the project's root and names the caller's folder in INIT_CWD; run directly, that may be a left-over.
  if (process.cwd() !== root) delete process.env.INIT_CWD;
  const node = chooseNode();
  if (!node) throw new Stop(noNode());
  process.exitCode = await runInForeground(node.file, [...flagsFor(node.version), cli, ...process.argv.slice(2)]);
});
