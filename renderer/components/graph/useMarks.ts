/** What points at which commit: environments, then branches and tags. */
import { useMemo } from 'react';
import { useStatus } from '../../state/store.ts';
import { useAnswer } from '../useAnswer.ts';
import type { Mark } from './RefChips.tsx';

/** By commit; asked again whenever `fresh` changes. */
export function useMarks(project: string, fresh: unknown): ReadonlyMap<string, readonly Mark[]> {
  const status = useStatus();
  const refs = useAnswer('repository.refs', { project }, { fresh }).data?.refs;
  // Status is told anew for much that moves no mark.
  const running = JSON.stringify(
    status?.environments.flatMap(({ name, release }) => (release ? [[name, release.commit]] : [])) ?? [],
  );
  return useMemo(() => {
    const marks = new Map<string, Mark[]>();
    const add = (commit: string, mark: Mark): void => {
      const there = marks.get(commit);
      if (there) there.push(mark);
      else marks.set(commit, [mark]);
    };
    for (const [name, commit] of JSON.parse(running) as [string, string][]) add(commit, { kind: 'environment', name });
    for (const { kind, name, commit } of refs ?? []) add(commit, { kind, name });
    return marks;
  }, [refs, running]);
}
