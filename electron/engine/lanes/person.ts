/** Who commits: the person by their git configuration, or by the account that the engine runs for. */
import { hostname } from 'node:os';
import type { Committer } from '../../git/picks/picks.ts';
import type { Repository } from '../../git/repository.ts';

export async function committerOf(repository: Repository, by: string): Promise<Committer> {
  const { name, email } = await repository.publishing.person();
  return {
    name: clean(name) ?? clean(by) ?? 'slipway',
    email: clean(email) ?? `${by}@${hostname()}`.replaceAll(/[<>\s]/g, ''),
  };
}

/** Without what would end the line of a commit's header. */
const clean = (text: string | null): string | null => text?.replaceAll(/[<>\0\r\n]/g, ' ').trim() || null;
