/**
 * What was done for each file of a pick: kept as drafts in the engine, whole-file choices on this machine, so that a
 * restart in between loses nothing.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Conflict, LanePick, Settlement } from '../../../../shared/domain/hotfix.ts';
import { engine } from '../../../transport/engine.ts';
import { regionsIn } from './regions.ts';
import { pathsOf, type Progress, type Progresses } from './settlements.ts';

type Whole = Exclude<Settlement['choice'], 'content'>;

/** Files whose drafts are looked for when the editor opens; others when they are. */
const mostLookedAt = 60;
/** Rest after typing before a draft is kept. */
const restMs = 500;

interface Where {
  readonly project: string;
  readonly lane: string;
  readonly pick: LanePick;
}

export function useProgress({ project, lane, pick }: Where) {
  const storageKey = `slipway.settling ${lane} ${pick.id}`;
  const [progresses, setProgresses] = useState<Progresses>(() => fromChoices(storageKey));
  /** What was typed in this sitting, also while it is not kept yet. */
  const typed = useRef(new Map<string, string>());
  const drafts = useRef(new Map<string, { content: string; timer: ReturnType<typeof setTimeout> }>());

  const put = useCallback(
    (path: string, progress: Progress) => setProgresses((before) => ({ ...before, [path]: progress })),
    [],
  );
  const keep = useCallback(
    (path: string, content: string | null) =>
      engine.call('hotfix.draft', { project, lane, pick: pick.id, path, content }).catch(() => undefined),
    [project, lane, pick.id],
  );

  // Typed and not kept yet when the screen is left: kept now.
  useEffect(() => {
    const waiting = drafts.current;
    return () => {
      for (const [path, { content, timer }] of waiting) {
        clearTimeout(timer);
        void keep(path, content);
      }
      waiting.clear();
    };
  }, [keep]);

  useEffect(() => {
    let stale = false;
    const look = async () => {
      for (const path of pathsOf(pick.files).slice(0, mostLookedAt)) {
        if (stale) return;
        const conflict = await engine.call('hotfix.conflict', { project, lane, pick: pick.id, path }).catch(() => null);
        if (conflict && !stale)
          setProgresses((before) => (before[path] ? before : { ...before, [path]: progressOf(conflict, pick) }));
      }
    };
    void look();
    return () => {
      stale = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a pick is looked at once; its object is new with every answer
  }, [project, lane, pick.id]);

  return {
    progresses,
    typedIn: (path: string): string | null => typed.current.get(path) ?? null,
    /** After an edit of a text. */
    edited(path: string, content: string, left: number) {
      typed.current.set(path, content);
      put(
        path,
        left === 0 ? { state: 'settled', settlement: { path, choice: 'content', content } } : { state: 'open', left },
      );
      forgetChoice(storageKey, path);
      clearTimeout(drafts.current.get(path)?.timer);
      const timer = setTimeout(() => {
        drafts.current.delete(path);
        void keep(path, content);
      }, restMs);
      drafts.current.set(path, { content, timer });
    },
    /** After a whole side was taken. */
    chosen(path: string, choice: Whole) {
      put(path, { state: 'settled', settlement: { path, choice } });
      keepChoice(storageKey, path, choice);
    },
    /** Back to the text of a file that was taken whole. */
    reopen(conflict: Conflict) {
      forgetChoice(storageKey, conflict.file.path);
      put(conflict.file.path, progressOf(conflict, pick));
    },
    forget: () => localStorage.removeItem(storageKey),
  };
}

/** What the result begins as. */
export function beginningOf(conflict: Conflict, pick: LanePick): string | null {
  const earlier = pick.settled.find((one) => one.path === conflict.file.path);
  const settled = earlier?.choice === 'content' ? earlier.content : null;
  return conflict.draft ?? settled ?? conflict.merged;
}

function progressOf(conflict: Conflict, pick: LanePick): Progress {
  const { path } = conflict.file;
  const text = beginningOf(conflict, pick);
  const earlier = pick.settled.find((one) => one.path === path);
  if (earlier && earlier.choice !== 'content') return { state: 'settled', settlement: earlier };
  if (text === null) return { state: 'open', left: null };
  const left = regionsIn(text.split('\n')).length;
  const typed = conflict.draft !== null || earlier !== undefined;
  return left === 0 && typed
    ? { state: 'settled', settlement: { path, choice: 'content', content: text } }
    : { state: 'open', left };
}

const choicesOf = (key: string): Record<string, Whole> => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, Whole>;
  } catch {
    return {};
  }
};

const fromChoices = (key: string): Progresses =>
  Object.fromEntries(
    Object.entries(choicesOf(key)).map(([path, choice]) => [
      path,
      { state: 'settled', settlement: { path, choice } } satisfies Progress,
    ]),
  );

const keepChoice = (key: string, path: string, choice: Whole) =>
  localStorage.setItem(key, JSON.stringify({ ...choicesOf(key), [path]: choice }));

function forgetChoice(key: string, path: string): void {
  const { [path]: gone, ...rest } = choicesOf(key);
  if (gone) localStorage.setItem(key, JSON.stringify(rest));
}
