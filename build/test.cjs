'use strict';
/**
 * `npm test [-- --only KIND[,KIND…]]`: every check; the last line counts them all, those before it name what failed. After
 * the build three lanes run beside each other: contracts with containers and kills, what computes, and faults. Windows come last
 * and alone: a browser drops what it is loading when another test makes a network on the machine. Of lanes beside each
 * other one is streamed; of the others each check is printed when it ends. The exit code is 0 only when nothing failed.
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
  let engine = null;
  if (chosen.some(({ kind }) => needsTheMachine.includes(kind))) {
    const missing = ensurePackages(forTests);
    if (missing) process.stderr.write(`${missing}\n`);
    engine = await holdEngine();
  }
  const total = { passed: 0, failed: 0, failures: [], skipped: [] };
  const lane = (name) => chosen.filter((check) => check.lane === name);
  /** The first of the lanes that has something to do is streamed. */
  const beside = async (names) => {
    const busy = names.map(lane).filter((checks) => checks.length > 0);
    await Promise.all(busy.map((checks, index) => runLane(checks, total, index === 0 ? 'streamed' : 'kept')));
  };
  await beside(['build']);
  await beside(['containers', 'computing', 'faults']);
  await beside(['windows']);
  await engine?.release();
  print('');
  for (const { title, reason } of total.skipped) print(`skipped: ${title}: ${reason}`);
  for (const { check, title, reason } of total.failures) print(`failed: ${check}: ${title}: ${reason}`);
  print(sentence(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
});

/**
 * One Docker engine for every suite, as DOCKER_HOST of all of them: the machine's own, or one that ends with us. Where
 * there can be none the suites say why.
 */
async function holdEngine() {
  const holder = spawn(process.execPath, [...flagsFor(process.version), 'test/fixtures/engine/hold.ts'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  running.add(holder);
  const ended = new Promise((resolve) => holder.on('close', resolve));
  const address = await Promise.race([
    new Promise((resolve) => holder.stdout.once('data', (line) => resolve(String(line).trim()))),
    ended.then(() => null),
  ]);
  if (address) process.env.DOCKER_HOST = address;
  return {
    async release() {
      holder.stdin.end();
      await ended;
      running.delete(holder);
    },
  };
}

/** Runs checks one after the other and adds up what they count. */
async function runLane(checks, total, output) {
  for (const check of checks) {
    const startedAt = Date.now();
    if (output === 'streamed') print(`\n── ${check.title}`);
    const outcome = await run(check, output);
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    total.failures.push(...outcome.failures.map((failure) => ({ ...failure, check: check.title })));
    total.skipped.push(...outcome.skipped);
    const title =
      output === 'streamed' ? `── ${check.title}` : `\n── ${check.title}\n${outcome.printed}── ${check.title}`;
    print(`${title}: ${sentence(outcome)} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
}

function readSelection() {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
    return select(values.only.flatMap((names) => names.split(',')));
  } catch (error) {
    throw new Stop(`${error.message} Usage: npm test -- [--only ${kinds.join('|')}]`);
  }
}

/** Runs one check and answers with its counts. A suite that ends badly without a failed test counts as one failure. */
async function run(check, output) {
  const report = path.join(root, 'test-results', `${check.title.replace(/\W+/g, '-')}.json`);
  fs.rmSync(report, { force: true });
  const { code, printed } = await execute(check, report, output);
  const ended = { title: 'the whole', reason: `it ended with ${code}` };
  if (!check.counts) {
    const failures = code === 0 ? [] : [ended];
    return { passed: code === 0 ? 1 : 0, failed: failures.length, failures, skipped: [], printed };
  }
  const counted = readReport(report);
  if (counted.failed > 0 || code === 0) return { ...counted, printed };
  return { ...counted, failed: 1, failures: [ended], printed };
}

function execute(check, report, output) {
  return new Promise((resolve, reject) => {
    const [program, ...args] = commandFor(check);
    const stream = output === 'streamed' ? 'inherit' : 'pipe';
    const child = spawn(program, args, {
      cwd: root,
      // Stdin stays closed: a tool that would ask or watch ends instead.
      stdio: ['ignore', stream, stream],
      env: { ...process.env, SLIPWAY_TEST_REPORT: report },
    });
    const parts = [];
    child.stdout?.on('data', (part) => parts.push(part));
    child.stderr?.on('data', (part) => parts.push(part));
    running.add(child);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? signal, printed: Buffer.concat(parts).toString() });
    });
  });
}

/** With a display of its own where one is needed and there is none. */
function commandFor(check) {
  const command = [process.execPath, ...flagsFor(process.version), ...check.args];
  const xvfb = check.display && noDisplay() ? findProgram('xvfb-run') : null;
  return xvfb ? [xvfb, '-a', ...command] : command;
}

/** The checks under way. */
const running = new Set();
void untilAsked().then(async (code) => {
  await Promise.all([...running].map((child) => stop(child)));
  process.exit(code);
});

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0, failures: [], skipped: [] };
  }
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
