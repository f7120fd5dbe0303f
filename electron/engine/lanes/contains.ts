/** Whether a commit holds another; it never changes, so it is remembered. */
import type { OpenProject } from '../workspace.ts';

const known = new Map<string, boolean>();

/** False as well where one of them is not there. */
export async function contains(open: OpenProject, commit: string, ancestor: string): Promise<boolean> {
  if (commit === ancestor) return true;
  const key = `${open.project.id} ${ancestor} ${commit}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = await open.repository.isAncestor(ancestor, commit).catch(() => null);
  if (known.size > 10_000) known.clear();
  if (answer !== null) known.set(key, answer);
  return answer ?? false;
}
