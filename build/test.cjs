'use strict';
/**
 * `npm test [-- --only KIND[,KIND…]]`: every check, in order, streaming what it prints; the last line counts them all.
 * The exit code is 0 only when nothing failed.
 */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { stop, untilAsked } = require('./bootstrap/children.cjs');
const { noDisplay } = require('./bootstrap/electron.cjs');
const { Stop, prepare, root, start } = require('./bootstrap/index.cjs');
const { flagsFor } = require('./bootstrap/node.cjs');
const { ensurePackages, findProgram, forTests } = require('./bootstrap/system.cjs');
const { kinds, select } = require('./checks.cjs');

const needsTheMachine = ['contract', 'crash', 'e2e', 'shell'];

start(async () => {
  if (!(await prepare(__filename, process.argv.slice(2)))) return;
  const chosen = readSelection();
  if (chosen.some(({ kind }) => needsTheMachine.includes(kind))) {
    const missing = ensurePackages(forTests);
    if (missing) process.stderr.write(`${missing}\n`);
  }
  const total = { passed: 0, failed: 0, skipped: [] };
  for (const check of chosen) {
    const startedAt = Date.now();
    print(`\n── ${check.title}`);
    const outcome = await run(check);
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.skipped.push(...outcome.skipped);
    print(`── ${check.title}: ${sentence(outcome)} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
  print('');
  for (const { title, reason } of total.skipped) print(`skipped: ${title}: ${reason}`);
  print(sentence(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
});

function readSelection() {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
    return select(values.only.flatMap((names) => names.split(',')));
  } catch (error) {
    throw new Stop(`${error.message} Usage: npm test -- [--only ${kinds.join('|')}]`);
  }
}

/** Runs one check and answers with its counts. A suite that ends badly without a failed test counts as one failure. */
async function run(check) {
  const report = path.join(root, 'test-results', `${check.kind}.json`);
  fs.rmSync(report, { force: true });
  const code = await exitCodeOf(check, report);
  if (!check.counts) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
  const counted = readReport(report);
  const failed = counted.failed > 0 || code === 0 ? counted.failed : 1;
  return { ...counted, failed };
}

function exitCodeOf(check, report) {
  return new Promise((resolve, reject) => {
    const [program, ...args] = commandFor(check);
    const child = spawn(program, args, {
      cwd: root,
      // Stdin stays closed: a tool that would ask or watch ends instead.
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, SLIPWAY_TEST_REPORT: report },
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? signal));
    running = child;
  });
}

/** With a display of its own where one is needed and there is none. */
function commandFor(check) {
  const command = [process.execPath, ...flagsFor(process.version), ...check.args];
  const xvfb = check.display && noDisplay() ? findProgram('xvfb-run') : null;
  return xvfb ? [xvfb, '-a', ...command] : command;
}

/** The check under way. */
let running = null;
void untilAsked().then(async (code) => {
  if (running) await stop(running);
  process.exit(code);
});

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, skipped: [] };
  }
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
