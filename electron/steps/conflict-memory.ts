/** Earlier resolutions: found by the regions that collide, kept as text that fits them again. */
import { createHash } from 'node:crypto';
import { partsOf, settledRegions, withRegions } from '../../shared/planning/conflict-regions.ts';

interface Memory {
  readonly merged: string;
  readonly content: string;
  /** What became of each region; null when it is only known for the whole text. */
  readonly regions: readonly string[] | null;
}

/** The name of a conflict: a hash over its regions, every side of them; null for a text without any. */
export function conflictOf(merged: string): string | null {
  const parts = partsOf(merged);
  return parts && createHash('sha256').update(JSON.stringify(parts.regions)).digest('hex');
}

/** What is kept of a resolution. */
export const rememberedOf = (merged: string, content: string): string =>
  JSON.stringify({ merged, content, regions: settledRegions(merged, content) } satisfies Memory);

/** The settled text for a conflict of that name; null when what was kept does not fit this file. */
export function recalled(merged: string, kept: string): string | null {
  const memory = JSON.parse(kept) as Memory;
  if (memory.merged === merged) return memory.content;
  return memory.regions && withRegions(merged, memory.regions);
}
