/**
 * What was done for each file of a pick: texts kept as drafts in the engine, whole-file choices on this machine, so that
 * a restart in between loses nothing. A file whose conflict has become another one begins anew.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Conflict, LanePick } from '../../../../shared/domain/hotfix.ts';
import { engine } from '../../../transport/engine.ts';
import { forgetChoice, forgetChoices, keepChoice, keptChoices, type Whole } from './choices.ts';
import { Drafts, type DraftState } from './drafts.ts';
import { beginningOf, conflictNames, isOf, progressAt, progressOf } from './progress.ts';
import { pathsOf, type Progress, type Progresses } from './settlements.ts';

/** Files whose drafts are looked for when the editor opens; others when they are. */
const mostLookedAt = 60;

interface Where {
  readonly project: string;
  readonly lane: string;
  readonly pick: LanePick;
}

/** What is known of one conflict of one file. */
interface Known {
  readonly conflict: string;
  readonly progress: Progress;
}

export function useProgress({ project, lane, pick }: Where) {
  const names = useMemo(() => conflictNames(pick.files), [pick.files]);
  const [known, setKnown] = useState<Readonly<Record<string, Known>>>(() => fromChoices(lane, pick.id, names));
  const [draftStates, setDraftStates] = useState<Readonly<Record<string, DraftState>>>({});
  /** What was typed in this sitting, also while it is not kept yet, by file and conflict. */
  const typed = useRef(new Map<string, string>());
  const [drafts] = useState(
    () =>
      new Drafts({
        keep: (path, content) => engine.call('hotfix.draft', { project, lane, pick: pick.id, path, content }),
        tell: (path, state) => setDraftStates((before) => ({ ...before, [path]: state })),
      }),
  );
  // Typed and not kept yet when the screen is left: kept now.
  useEffect(() => () => drafts.flush(), [drafts]);

  const nameOf = (path: string): string => names.get(path) ?? '';
  const typedName = (path: string) => `${path}\0${nameOf(path)}`;
  const put = (path: string, progress: Progress) =>
    setKnown((before) => ({ ...before, [path]: { conflict: nameOf(path), progress } }));

  const conflicts = JSON.stringify([...names]);
  const seen = useRef(names);
  useEffect(() => {
    // What waits to be kept was typed for what the conflict was.
    for (const [path, name] of seen.current) if (names.get(path) !== name) drafts.dropOf(path);
    seen.current = names;
    let stale = false;
    const look = async () => {
      for (const [path, name] of [...names].slice(0, mostLookedAt)) {
        if (stale) return;
        const conflict = await engine.call('hotfix.conflict', { project, lane, pick: pick.id, path }).catch(() => null);
        if (stale || !conflict || !isOf(conflict, pick)) continue;
        const one = { conflict: name, progress: progressOf(conflict, pick) };
        setKnown((before) => (before[path]?.conflict === name ? before : { ...before, [path]: one }));
      }
    };
    void look();
    return () => {
      stale = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a conflict is looked at once; the pick is a new object with every answer
  }, [project, lane, pick.id, conflicts]);

  const progresses: Progresses = Object.fromEntries(
    pathsOf(pick.files).flatMap((path) => {
      const one = known[path];
      return one?.conflict === nameOf(path) ? [[path, one.progress]] : [];
    }),
  );

  return {
    progresses,
    nameOf,
    /** Whether what is typed in a file is safe; null while nothing is. */
    draftOf: (path: string): DraftState | null => draftStates[path] ?? null,
    typedIn: (path: string): string | null => typed.current.get(typedName(path)) ?? null,
    /** After an edit of a text, with the conflicts left in it. */
    edited(path: string, content: string, left: number) {
      typed.current.set(typedName(path), content);
      forgetChoice(lane, pick.id, path);
      put(
        path,
        left === 0 ? { state: 'settled', settlement: { path, choice: 'content', content } } : { state: 'open', left },
      );
      drafts.later(path, content);
    },
    /** After a whole side was taken. */
    chosen(path: string, choice: Whole) {
      keepChoice(lane, pick.id, path, { choice, conflict: nameOf(path) });
      put(path, { state: 'settled', settlement: { path, choice } });
    },
    /** To the text of a file, away from a side that was taken whole. */
    reopen(conflict: Conflict) {
      const { path } = conflict.file;
      const text = typed.current.get(typedName(path)) ?? beginningOf(conflict, pick)?.text;
      if (text === undefined) return;
      forgetChoice(lane, pick.id, path);
      typed.current.set(typedName(path), text);
      put(path, progressAt(conflict, text));
    },
    drafts,
    /** Once the pick is settled. */
    forget() {
      drafts.drop();
      forgetChoices(lane, pick.id);
    },
  };
}

const fromChoices = (lane: string, pick: string, names: ReadonlyMap<string, string>): Record<string, Known> =>
  Object.fromEntries(
    keptChoices(lane, pick, names).map(([path, choice]) => [
      path,
      { conflict: names.get(path) ?? '', progress: { state: 'settled', settlement: { path, choice } } },
    ]),
  );
