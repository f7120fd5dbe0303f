/**
 * The app in the browser: an engine that ends with this process (or the one that runs already), its address with the
 * token on stdout, and the platform's browser at that address.
 *
 *   node build/browser-face.ts --data DIR [--project DIR] [--no-open]
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { attachOrStart, type Attached } from '../electron/hosts/attach.ts';
import { browserAddress } from '../electron/hosts/endpoint.ts';
import { spawnEngine } from '../electron/hosts/spawn.ts';
import { version } from '../electron/version.ts';
import { problemFrom } from '../shared/problem.ts';
import { stop, untilAsked } from './bootstrap/children.cjs';
import { noDisplay } from './bootstrap/electron.cjs';

const { values } = parseArgs({
  options: { data: { type: 'string' }, project: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
});

try {
  process.exitCode = await serve(values.data ?? '', values.project ?? null);
} catch (error) {
  const problem = problemFrom(error);
  console.error([problem.message, problem.hint].filter(Boolean).join('\n'));
  process.exitCode = 1;
}

/** Resolves with the exit code when a person, or the engine's end, ends it. */
async function serve(dataDirectory: string, project: string | null): Promise<number> {
  const asked: Promise<number> = untilAsked();
  const entry = fileURLToPath(new URL('../electron/headless.ts', import.meta.url));
  let own: ReturnType<typeof spawnEngine> | null = null;
  const start = () => (own = spawnEngine({ entry, dataDirectory, environment: process.env, life: 'owned' }));
  const engine = await attachOrStart(dataDirectory, { version, face: 'terminal', start });
  try {
    const address = `${browserAddress(engine.endpoint)}${project ? await projectPath(engine, project) : ''}`;
    console.log(`Slipway is open at ${address}`);
    console.error(own ? 'Ctrl-C stops it.' : 'Its engine ran already and goes on when this command ends.');
    if (!values['no-open'] && !noDisplay()) openBrowser(address);
    const ended = await Promise.race([asked, engine.closed.then(() => null)]);
    if (ended === null) console.error('The engine has stopped.');
    return ended ?? 1;
  } finally {
    engine.close();
    // Asked for by its callback, which the compiler does not follow.
    const started = own as ReturnType<typeof spawnEngine> | null;
    if (started) await stop(started.process);
  }
}

/** The address of a project inside the app; a folder that cannot be opened is said, and the app opens without it. */
async function projectPath(engine: Attached, folder: string): Promise<string> {
  try {
    const { project } = await engine.call('project.open', { path: folder });
    return `/p/${encodeURIComponent(project.id)}`;
  } catch (error) {
    console.error(`${folder} was not opened: ${problemFrom(error).message}`);
    return '';
  }
}

function openBrowser(address: string): void {
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', address]]
        : ['xdg-open', [address]];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  // The address stands on stdout already: without a browser it is opened by hand.
  child.on('error', () => undefined);
  child.unref();
}
