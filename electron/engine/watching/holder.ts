/** Which of two commits has the other in its history. */
import type { Repository } from '../../git/repository.ts';
import type { Holder } from '../../../shared/planning/watch.ts';

const kept = 2000;

/** Asks once for two commits: history never changes. What cannot be compared, because some of it is missing, has parted. */
export function holdersOf(repository: Pick<Repository, 'isAncestor'>) {
  const known = new Map<string, Holder>();
  const ask = async (local: string, remote: string): Promise<Holder> => {
    if (await repository.isAncestor(remote, local)) return 'local';
    return (await repository.isAncestor(local, remote)) ? 'remote' : 'neither';
  };
  return async (local: string, remote: string): Promise<Holder> => {
    const key = `${local} ${remote}`;
    const found = known.get(key) ?? (await ask(local, remote).catch(() => null));
    if (found === null) return 'neither';
    if (known.size >= kept) known.clear();
    known.set(key, found);
    return found;
  };
}
