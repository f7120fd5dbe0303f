/** A shell in a running container, with a terminal, and the end of it: the engine itself ends no exec when its connection does. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex, Readable } from 'node:stream';
import { fail, problemFrom } from '../../shared/problem.ts';
import { abortable, type Client, type Docker } from './client.ts';
import { listContainers } from './containers.ts';
import { runHealthcheck } from './exec.ts';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ContainerShell {
  /** What it prints; read slowly, it makes what runs in it wait. Ends when the shell does. */
  readonly output: Readable;
  /** Settles when the engine has it: no sooner than it can be taken. */
  write(text: string): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  /** Its exit code once its output has ended; null where the engine cannot tell. */
  exitCode(): Promise<number | null>;
  /** Takes its terminal away: the shell and what runs in it are told so, as when a person hangs up. Idempotent. */
  hangUp(): Promise<void>;
}

/** Carried by the shell and by everything that is started in it. */
const variable = 'SLIPWAY_SHELL';
const begin = 'command -v bash >/dev/null 2>&1 && exec bash -i; exec /bin/sh -i';
const pollMs = 20;
const startTimeoutMs = 15_000;
const hangUpTimeoutMs = 5_000;

/**
 * Opens a shell: bash where there is one, else sh, as the container's own user. `id` has letters and digits only.
 *
 * @throws ProblemError `refused.no-shell` when the image has none, `failed.shell` with the engine's words when it does
 *   not start, `conflict.engine` when the container does not run
 */
export async function openShell(
  client: Client,
  name: string,
  { id, size }: { id: string; size: TerminalSize },
): Promise<ContainerShell> {
  const what = `open a shell in ${name}`;
  const exec = await client.call({ what }, (docker, abortSignal) =>
    docker.getContainer(name).exec({
      Cmd: ['/bin/sh', '-c', begin],
      // What is typed is nobody's to keep: no file of the container has it either.
      Env: ['TERM=xterm-256color', 'HISTFILE=', `${variable}=${id}`],
      Tty: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      abortSignal,
    }),
  );
  const connection: Duplex = await client
    .call({ what }, (_docker, signal) => exec.start({ hijack: true, stdin: true, Tty: true, ...abortable(signal) }))
    .catch((thrown: unknown) => {
      const { code, message } = problemFrom(thrown);
      throw code === 'failed.container-start' ? notStarted(name, message) : thrown;
    });
  // A connection that breaks is the end of what is said; whoever reads sees it there.
  connection.on('error', () => undefined);
  const resize = (to: TerminalSize): Promise<void> =>
    client
      .call({ what: `size the terminal of ${name}` }, (_docker, signal) =>
        exec.resize({ w: to.columns, h: to.rows, ...abortable(signal) }),
      )
      // One that has ended by then needs to know no more.
      .then(
        () => undefined,
        () => undefined,
      );
  try {
    await untilStarted(client, name, exec, connection);
  } catch (thrown) {
    connection.destroy();
    throw thrown;
  }
  await resize(size);
  return {
    output: connection,
    write: (text) =>
      new Promise((taken) => {
        if (connection.writable) connection.write(text, () => taken());
        else taken();
      }),
    resize,
    exitCode: async () => (await inspect(client, name, exec).catch(() => null))?.ExitCode ?? null,
    async hangUp() {
      connection.destroy();
      await hangUp(client, name, id).catch(() => undefined);
    },
  };
}

/** Until it runs, or has run. Why it cannot be started is said on the connection. */
async function untilStarted(client: Client, name: string, exec: Docker.Exec, connection: Duplex): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const { ExitCode, Pid } = await inspect(client, name, exec);
    if (Pid > 0) return;
    if (ExitCode !== null) throw notStarted(name, await said(connection));
    if (performance.now() > deadline) throw notStarted(name, 'it did not start in time');
    await sleep(pollMs);
  }
}

async function said(connection: Duplex): Promise<string> {
  let text = '';
  for await (const piece of connection as AsyncIterable<Buffer>) text += piece.toString('utf8');
  return text.trim().slice(0, 1000);
}

const notStarted = (name: string, words: string): Error =>
  /no such file|not found/i.test(words)
    ? fail('refused.no-shell', `There is no shell in ${name}: its image has no /bin/sh.`, {
        hint: 'Look at what it prints, or copy its files out with “docker cp”.',
      })
    : fail('failed.shell', `Docker could not open a shell in ${name}: ${words || 'it gave no reason'}`);

interface ExecState {
  readonly Running: boolean;
  readonly ExitCode: number | null;
  /** 0 until it is started, while it counts as running already; and for good where it cannot be. */
  readonly Pid: number;
  readonly ProcessConfig: { readonly arguments?: readonly string[] | null };
}

const inspect = (client: Client, name: string, exec: Docker.Exec): Promise<ExecState> =>
  client.call(
    { what: `look at the shell in ${name}` },
    (_docker, signal) => exec.inspect(abortable(signal)) as unknown as Promise<ExecState>,
  );

/** Hangs up the shells that were opened as `id`; without one those of every engine that has gone away. */
const hangUp = (client: Client, name: string, id: string): Promise<unknown> =>
  runHealthcheck(client, name, {
    test: ['CMD-SHELL', hangUpScript(id)],
    timeoutMs: hangUpTimeoutMs,
    intervalMs: 0,
    retries: 0,
    startPeriodMs: 0,
  });

/** Builtins only: what an image has beside its shell is not known. */
const hangUpScript = (id: string): string =>
  `{ for p in /proc/[0-9]*; do while IFS= read -r e || [ -n "$e" ]; do case "$e" in *${variable}=${id}*) kill -HUP "\${p#/proc/}"; break;; esac; done <"$p/environ"; done; } 2>/dev/null`;

/** Hangs up the shells that an engine which was killed left open in containers with these labels. */
export async function hangUpLeft(client: Client, labels: Readonly<Record<string, string>>): Promise<void> {
  for (const { Id, State, ExecIDs } of await listContainers(client, labels)) {
    if (!State.Running) continue;
    const states = await Promise.all(
      ((ExecIDs as string[] | null) ?? []).map((exec) =>
        client
          .call({ what: 'look at a shell' }, (docker) => Promise.resolve(docker.getExec(exec)))
          .then((found) => inspect(client, Id, found))
          .catch(() => null),
      ),
    );
    if (states.some((state) => state?.Running && state.ProcessConfig.arguments?.includes(begin)))
      await hangUp(client, Id, '');
  }
}
