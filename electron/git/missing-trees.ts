/** Commits whose file lists cannot be told: of pruned history only the commits are kept (keep.ts). */
import { lookUp } from './commands/objects.ts';
import type { Runner } from './run.ts';

/** Those of the commits of which the own tree, or that of the first parent, is not here. */
export async function withoutTrees(runner: Runner, shas: readonly string[]): Promise<Set<string>> {
  const parents = await runner.run(lookUp(shas.map((sha) => `${sha}^1`)));
  const commits = [...new Set([...shas, ...parents.flatMap((parent) => parent?.sha ?? [])])];
  const trees = await runner.run(lookUp(commits.map((sha) => `${sha}^{tree}`)));
  const bare = new Set(commits.filter((_sha, index) => trees[index] === null));
  return new Set(shas.filter((sha, index) => bare.has(sha) || bare.has(parents[index]?.sha ?? '')));
}
