/** The engine process from its arguments to its exit code; `headless.ts` gives it the engine. */
import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { exitCodeOf, fail, problemFrom } from '../../shared/problem.ts';
import { defaultDataDirectory } from './data-directory.ts';
import { browserAddress } from './endpoint.ts';
import { type RunningEngine, type Served, startEngine } from './engine-process.ts';

export interface EngineParts {
  readonly version: string;
  /** Where the built renderer is unless `--renderer` says otherwise. */
  readonly renderer: string;
  readonly compose: (options: { dataDirectory: string; environment: NodeJS.ProcessEnv }) => Promise<Served>;
}

const faultExitCode = 70;
/** A clean stop that takes longer is cut short; the journal makes that safe. */
const stopTimeoutMs = 10_000;

/** Runs the engine until it is stopped, is idle or fails, and ends the process. */
export async function runEngineProcess(argv: readonly string[], parts: EngineParts): Promise<never> {
  process.on('uncaughtException', fault);
  process.on('unhandledRejection', fault);
  try {
    const options = parseEngineArguments(argv, process.env);
    const engine = await startEngine({
      ...options,
      renderer: options.renderer ?? parts.renderer,
      version: parts.version,
      compose: () => parts.compose({ dataDirectory: options.dataDirectory, environment: process.env }),
      now: Date.now,
    });
    stopOnRequest(engine);
    console.error(`engine ${process.pid}: serving ${engine.endpoint.url} for ${options.dataDirectory}`);
    if (options.printUrl) console.log(browserAddress(engine.endpoint));
    console.error(`engine ${process.pid}: stopped, ${await engine.stopped}`);
    return process.exit(0);
  } catch (error) {
    const problem = problemFrom(error);
    console.error([problem.message, problem.hint].filter(Boolean).join('\n'));
    return process.exit(exitCodeOf(problem));
  }
}

interface EngineArguments {
  readonly dataDirectory: string;
  readonly port: number;
  readonly renderer: string | null;
  readonly exitWhenIdleMs: number | null;
  readonly printUrl: boolean;
}

/**
 * Reads the arguments that `headless.ts` names.
 *
 * @throws ProblemError `usage.arguments`
 */
export function parseEngineArguments(argv: readonly string[], environment: NodeJS.ProcessEnv): EngineArguments {
  const { values } = parseStrictly(argv);
  return {
    dataDirectory: values.data ?? defaultDataDirectory(environment, process.platform, homedir()),
    port: numberOf('--port', values.port ?? '0', 65_535),
    renderer: values.renderer ?? null,
    exitWhenIdleMs:
      values['exit-when-idle'] === undefined
        ? null
        : numberOf('--exit-when-idle', values['exit-when-idle'], 86_400) * 1000,
    printUrl: values['print-url'] ?? false,
  };
}

function parseStrictly(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        renderer: { type: 'string' },
        'exit-when-idle': { type: 'string' },
        'print-url': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw fail('usage.arguments', error instanceof Error ? error.message : String(error));
  }
}

function numberOf(name: string, text: string, most: number): number {
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
  throw fail('usage.arguments', `${name} takes a whole number up to ${most}, not "${text}".`);
}

function stopOnRequest(engine: RunningEngine): void {
  const stop = (): void => {
    setTimeout(() => process.exit(0), stopTimeoutMs).unref();
    void engine.stop();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.SLIPWAY_WATCH_PARENT !== '1') return;
  // The pipe's other end closes when the parent dies, however it dies.
  process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
}

function fault(error: unknown): never {
  console.error('engine: unexpected', error);
  return process.exit(faultExitCode);
}
