/** `slipway shell`: a shell in a running container, or in a failed stage as it was left, in this terminal. */
import { shellInputCharacters, type ShellItem } from '../../../shared/api/shell.ts';
import { fail } from '../../../shared/problem.ts';
import type { Keyboard } from './keyboard.ts';
import { findRun } from './run-view.ts';
import type { Answer, Session } from './session.ts';
import { type AddVerb, withExamples } from './verb.ts';

interface ShellOptions {
  readonly container?: string;
  readonly run?: string;
  readonly stage?: string;
}

export const addShell: AddVerb = (program, run) => {
  const verb = program
    .command('shell')
    .description(
      'Open a shell in a running container, or in a failed stage as it was left. It ends with this command.',
    );
  verb
    .argument('[environment]', "an environment's name")
    .argument('[service]', 'a service of it; may be left out where only one runs')
    .option('--container <name>', 'this one of its containers')
    .option('--run <id>', 'instead of an environment, a run of the pipeline')
    .option('--stage <name>', 'a stage of it that failed');
  withExamples(verb, 'shell qa', 'shell production web', 'shell --run 4f1c --stage test');
  verb.action((environment: string | undefined, service: string | undefined, options: ShellOptions) =>
    run(async (session) => openShell(session, await placeOf(session, { environment, service, ...options }))),
  );
};

type Place =
  | { readonly environment: string; readonly service?: string | undefined; readonly container?: string | undefined }
  | { readonly run: string; readonly stage: string };

interface Asked extends ShellOptions {
  readonly environment: string | undefined;
  readonly service: string | undefined;
}

async function placeOf(session: Session, { environment, service, container, run, stage }: Asked): Promise<Place> {
  if (environment !== undefined && run === undefined && stage === undefined) return { environment, service, container };
  if (environment === undefined && run !== undefined && stage !== undefined && container === undefined)
    return { run: (await findRun(session, run)).id, stage };
  throw fail('usage.arguments', 'A shell is opened in an environment, or in a stage of a run.', {
    hint: 'slipway shell ENVIRONMENT [SERVICE], or slipway shell --run RUN --stage STAGE.',
  });
}

/** Until the shell ends: its exit code is the answer's. */
async function openShell(session: Session, place: Place): Promise<Answer> {
  const { client, terminal } = session;
  const screen = terminal.screen;
  if (screen === null || session.json)
    throw fail('usage.no-terminal', 'A shell needs a terminal to type into.', {
      hint: 'Run this in a terminal, without --json. In a script, use “docker exec”.',
    });
  const project = (await session.project()).id;
  const over = new AbortController();
  const release = terminal.onInterrupt(() => over.abort());
  let keyboard: Keyboard | null = null;
  let shell = '';
  let ended: Extract<ShellItem, { ended: unknown }>['ended'] | null = null;
  try {
    for await (const item of client.stream('shell.open', { project, ...place, ...screen.size() }, over.signal)) {
      if ('opened' in item) {
        shell = item.opened.shell;
        keyboard = screen.take();
        connect(session, keyboard, shell);
      } else if ('ended' in item) ended = item.ended;
      else {
        await keyboard?.show(item.output);
        // One that has ended meanwhile needs to know no more.
        await client.call('shell.taken', { shell, characters: item.output.length }).catch(() => undefined);
      }
    }
  } finally {
    keyboard?.end();
    release();
  }
  if (ended?.why === 'idle') terminal.err('The shell was closed: nothing was typed or printed for 30 minutes.\n');
  if (ended?.why === 'lost') terminal.err('The shell was lost: its container has ended, or its engine.\n');
  return { json: { ended }, text: '', exitCode: ended ? (ended.code ?? 1) : interruptedExitCode };
}

/** As shells have it. */
const interruptedExitCode = 130;

/** Sends what is typed, in order and no faster than it is taken. */
function connect({ client }: Session, keyboard: Keyboard, shell: string): void {
  keyboard.onResize(() => void client.call('shell.resize', { shell, ...keyboard.size() }).catch(() => undefined));
  const type = async (): Promise<void> => {
    for await (const text of keyboard.typed())
      for (let at = 0; at < text.length; at += shellInputCharacters)
        await client.call('shell.write', { shell, text: text.slice(at, at + shellInputCharacters) });
  };
  // Why it takes no more is said by its end.
  type().catch(() => undefined);
}
