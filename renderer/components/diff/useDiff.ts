/** The diff of a commit, and files of it that were asked for whole. */
import { useState } from 'react';
import type { CommitDiff } from '../../../shared/domain/change.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { engine } from '../../transport/engine.ts';
import { useAnswer } from '../useAnswer.ts';
import type { FileDiff } from './rows.ts';

interface Whole {
  /** Which diff the files belong to. */
  readonly key: string;
  readonly files: ReadonlyMap<string, FileDiff>;
  readonly problem: Problem | null;
}

export function useDiff(project: string, commit: string, parent: number) {
  const { data, problem } = useAnswer('repository.diff', { project, commit, parent });
  const key = `${project} ${commit} ${parent}`;
  const [kept, setWhole] = useState<Whole>({ key, files: new Map(), problem: null });
  const whole = kept.key === key ? kept : { key, files: new Map<string, FileDiff>(), problem: null };

  const showWhole = (path: string): void => {
    engine.call('repository.diff', { project, commit, parent, path }).then(
      ({ files: [file] }) =>
        setWhole((before) => ({
          key,
          files: new Map([...(before.key === key ? before.files : []), ...(file ? [[path, file] as const] : [])]),
          problem: null,
        })),
      (thrown: unknown) => setWhole((before) => ({ ...before, key, problem: problemFrom(thrown) })),
    );
  };
  const diff: CommitDiff | null = data && {
    ...data,
    files: data.files.map((file) => whole.files.get(file.path) ?? file),
  };
  return { diff, problem: problem ?? whole.problem, showWhole };
}
