/** The command line from its arguments to its exit code. */
import { Command, CommanderError } from 'commander';
import { exitCodeOf, type Problem, problemFrom, problemOf } from '../../../shared/problem.ts';
import type { Attached } from '../attach.ts';
import { verbs } from './index.ts';
import { problemText } from './problem-text.ts';
import { reattaching } from './reattach.ts';
import { addServe, type Serving } from './serve.ts';
import { type Answer, type CommonOptions, dataDirectoryOf, openSession } from './session.ts';
import type { Terminal } from './terminal.ts';
import { paintFor } from './text.ts';
import type { Run } from './verb.ts';

/** How the command line comes to an engine. */
export interface Engines {
  attach(dataDirectory: string): Promise<Attached>;
  serve(dataDirectory: string, port: number): Promise<Serving>;
}

/** The exit code of wrong use (DESIGN §5). */
const wrongUse = 2;

/** Runs one command line. Answers the exit code; everything that went wrong has been said by then. */
export async function runCommandLine(
  argv: readonly string[],
  terminal: Terminal,
  engines: Engines,
  version: string,
): Promise<number> {
  const json = argv.includes('--json') || argv.includes('--events');
  let exitCode = 0;
  const program = createProgram(version, terminal, json);
  const options = (): CommonOptions => program.opts<CommonOptions>();
  const client = reattaching(
    () => engines.attach(dataDirectoryOf(options(), terminal)),
    () => terminal.err('The engine was lost. Going on with the next one.\n'),
  );
  const run: Run = async (work) => {
    const answer = await work(openSession(client, options(), terminal));
    terminal.out(textOf(answer, options().json ?? false));
    exitCode = answer.exitCode ?? 0;
  };
  for (const add of verbs) add(program, run);
  addServe(
    program,
    (port) => engines.serve(dataDirectoryOf(options(), terminal), port),
    terminal,
    () => options().json ?? false,
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    const problem = problemOfCommandLine(error);
    if (problem === null) return 0;
    if (json) terminal.out(`${JSON.stringify({ problem })}\n`);
    // Commander has said it already, beside the usage.
    else if (!(error instanceof CommanderError)) terminal.err(problemText(problem, paintFor(terminal, 'err')));
    return error instanceof CommanderError ? wrongUse : exitCodeOf(problem);
  } finally {
    client.close();
  }
}

/** The program without its verbs. */
export function createProgram(version: string, terminal: Pick<Terminal, 'out' | 'err'>, quiet: boolean): Command {
  return new Command('slipway')
    .description('What runs where, one image digest from QA to production, and the way back.')
    .version(version, '-V, --version', 'print the version')
    .option('--project <dir>', 'folder of the project (default: the current one)')
    .option('--data <dir>', "folder of Slipway's data (default: SLIPWAY_DATA, else the platform's user-data folder)")
    .option('--json', 'print one JSON document, and nothing else, on standard output')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: terminal.out, writeErr: quiet ? () => undefined : terminal.err })
    .showHelpAfterError('(add --help for what it takes)')
    .addHelpText('after', '\nExit codes: 0 done · 1 failed · 2 wrong use · 3 refused · 4 conflict · 5 needs attention')
    .exitOverride();
}

function textOf({ json, text, events }: Answer, wantsJson: boolean): string {
  if (events) return `${JSON.stringify({ result: json })}\n`;
  return wantsJson ? `${JSON.stringify(json, null, 2)}\n` : text;
}

/** Null for what is no error: help and version. */
function problemOfCommandLine(error: unknown): Problem | null {
  if (!(error instanceof CommanderError)) return problemFrom(error);
  if (error.exitCode === 0) return null;
  const message = error.code === 'commander.help' ? 'A verb is missing.' : error.message.replace(/^error: /, '');
  return problemOf('usage.arguments', message, { hint: 'Run "slipway --help", or "slipway <verb> --help".' });
}
