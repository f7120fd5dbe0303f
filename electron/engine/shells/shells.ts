/** Shells: who may open how many, what is recorded of them, and how they end. */
import type { Parsed } from '../../../shared/api/contract.ts';
import type { ShellItem } from '../../../shared/api/shell.ts';
import { fail, problemFrom } from '../../../shared/problem.ts';
import type { MaskStream } from '../../secrets/mask-stream.ts';
import { label } from '../../targets/labels.ts';
import type { TerminalSize } from '../../targets/target.ts';
import type { Engine } from '../engine.ts';
import { removeShells, tidyKept } from './kept.ts';
import { placeOf } from './place.ts';
import { sessionOf, type Session } from './session.ts';

export interface ShellParts {
  /** Letters and digits; whoever has it can type. */
  readonly newId: () => string;
  readonly mask: () => MaskStream;
  readonly idleMs?: number;
}

export interface Shells {
  /** The shell is its items: it ends when they do, when nobody reads them any more, and when the signal aborts. */
  open(
    asked: Parsed<'shell.open'>,
    caller: { readonly by: string; readonly face: string },
    signal: AbortSignal,
  ): AsyncGenerator<ShellItem>;
  /** Each throws `usage.no-such-shell` for one that has ended. */
  write(shell: string, text: string): Promise<void>;
  resize(shell: string, size: TerminalSize): Promise<void>;
  taken(shell: string, characters: number): void;
  /** Ends and removes what a killed engine left open. Never rejects: with Docker away there is nothing to do. */
  sweep(): Promise<void>;
  /** Once all of them have ended, after what they belong to was told to. */
  closed(): Promise<void>;
}

const mostShells = 8;
const usualIdleMs = 30 * 60_000;

export function shellsOn(engine: Engine, { newId, mask, idleMs = usualIdleMs }: ShellParts): Shells {
  /** By id; null while it is being opened. */
  const open = new Map<string, Session | null>();
  let swept: Promise<void> = Promise.resolve();
  let quiet = Promise.withResolvers<undefined>();

  const session = (id: string): Session => {
    const found = open.get(id);
    if (found) return found;
    throw fail('usage.no-such-shell', 'This shell has ended.', { hint: 'Open another one.' });
  };

  return {
    async *open(asked, { by, face }, signal) {
      if (open.size >= mostShells)
        throw fail('refused.too-many-shells', `${String(mostShells)} shells are open already.`, {
          hint: 'Close one of them.',
          retry: true,
        });
      const id = newId();
      open.set(id, null);
      try {
        await swept;
        const place = await placeOf(engine, id, asked);
        const { target, environment, about } = place;
        const record = (type: 'shell.opened' | 'shell.ended', data: Record<string, string>): void => {
          const { project } = asked;
          engine.publisher.commit((append) =>
            append({ type, project, environment, by, data: { shell: id, face, ...data } }),
          );
        };
        // Before it is opened: no shell is there that nobody knows of.
        record('shell.opened', about);
        engine.crashPoint('shell.recorded');
        let why = 'closed';
        try {
          const container = await place.prepare();
          const shell = await target.shells.open(container, { id, size: asked });
          engine.crashPoint('shell.opened');
          const begun = sessionOf({ id, container, shell, mask: mask(), idleMs });
          open.set(id, begun);
          why = (yield* begun.items(AbortSignal.any([signal, engine.closing])))?.why ?? why;
        } catch (thrown) {
          why = problemFrom(thrown).code;
          throw thrown;
        } finally {
          // Also where its reader has left, and this is not gone on with. What an engine that is away keeps now is swept
          // at the next start.
          await place.release().catch(() => undefined);
          record('shell.ended', { why });
        }
      } finally {
        open.delete(id);
        if (open.size === 0) {
          quiet.resolve(undefined);
          quiet = Promise.withResolvers();
        }
      }
    },
    write: (shell, text) => session(shell).write(text),
    resize: (shell, size) => session(shell).resize(size),
    taken: (shell, characters) => session(shell).taken(characters),
    sweep() {
      swept = sweep(engine);
      return swept;
    },
    async closed() {
      if (open.size > 0) await quiet.promise;
    },
  };
}

/**
 * On the local engine. Elsewhere what was kept goes with its time: to know those engines every project would have to be
 * opened, and would be watched from then on.
 */
async function sweep(engine: Engine): Promise<void> {
  const { store, workspace } = engine;
  const target = workspace.localTarget;
  for (const { id } of store.projects.every()) {
    try {
      await removeShells(target, { [label.project]: id });
      await target.shells.hangUpLeft({ [label.project]: id });
      await tidyKept(engine, id, target);
    } catch {
      // What cannot be removed now holds up no other.
    }
  }
}
