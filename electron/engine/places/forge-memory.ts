/** What forges said last: each is asked now and then, and left in peace for as long as it asks for. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ForgeDeclaration } from '../../../shared/configuration/watch.ts';
import { problemFrom } from '../../../shared/problem.ts';
import { forgeAt } from '../../forge/index.ts';
import type { MergeRequest } from '../../forge/forge.ts';
import type { Engine } from '../engine.ts';

export interface Known {
  /** Null until it has answered once. */
  readonly requests: readonly MergeRequest[] | null;
  /** What is wrong with it now, in words. */
  readonly problem: string | null;
}

interface Memory extends Known {
  readonly nextAt: number;
  readonly failures: number;
}

const minuteMs = 60_000;
const longestPauseMs = 15 * minuteMs;
/** How often it is asked while it answers: GitHub gives who has no token sixty answers an hour, and one look takes several. */
const everyMs = ({ kind, token }: ForgeDeclaration): number =>
  kind === 'github' && token === undefined ? 5 * minuteMs : minuteMs;
const nothing: Memory = { requests: null, problem: null, nextAt: 0, failures: 0 };

const memories = new WeakMap<Engine, Map<string, { memory: Memory; asking: Promise<void> | null }>>();

/** The merge requests of a forge as it told them last; where it was never asked, its answer is waited for so long. */
export async function mergeRequestsOf(
  engine: Engine,
  project: string,
  declaration: ForgeDeclaration,
  waitMs: number,
): Promise<Known> {
  const all = memories.get(engine) ?? new Map<string, { memory: Memory; asking: Promise<void> | null }>();
  memories.set(engine, all);
  // Whose address or token was changed has another memory.
  const key = JSON.stringify([project, declaration]);
  const kept = all.get(key) ?? { memory: nothing, asking: null };
  all.set(key, kept);
  if (kept.asking === null && engine.now() >= kept.memory.nextAt) {
    kept.asking = askAgain(engine, declaration, kept.memory)
      .then((memory) => {
        kept.memory = memory;
      })
      .finally(() => {
        kept.asking = null;
      });
  }
  if (kept.memory === nothing && kept.asking)
    await Promise.race([kept.asking, sleep(waitMs, undefined, { ref: false, signal: engine.closing })]).catch(
      () => undefined,
    );
  const { requests, problem } = kept.memory;
  return { requests, problem };
}

/** Never rejects: a forge that does not answer keeps what it said before, and says what is wrong. */
async function askAgain(engine: Engine, declaration: ForgeDeclaration, before: Memory): Promise<Memory> {
  try {
    const token = declaration.token === undefined ? null : await engine.secret(declaration.token);
    const requests = await forgeAt(declaration, token).mergeRequests(engine.closing);
    return { requests, problem: null, nextAt: engine.now() + everyMs(declaration), failures: 0 };
  } catch (error) {
    const { message, details } = problemFrom(error);
    const failures = before.failures + 1;
    const asked = typeof details['retryAfterMs'] === 'number' ? details['retryAfterMs'] : 0;
    const pauseMs = Math.max(asked, Math.min(longestPauseMs, everyMs(declaration) * 2 ** Math.min(failures - 1, 4)));
    return { requests: before.requests, problem: engine.mask(message), nextAt: engine.now() + pauseMs, failures };
  }
}
