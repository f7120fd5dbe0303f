/** What Slipway wants to know of a forge. It is only ever read. */

/** A merge request of a branch of the repository itself; those of forks are nobody's branch here. */
export interface MergeRequest {
  readonly number: number;
  readonly title: string;
  readonly url: string | null;
  readonly branch: string;
  /** Where the branch was when the forge saw it last. */
  readonly commit: string | null;
  readonly draft: boolean;
  readonly state: 'open' | 'merged' | 'closed';
  readonly reviewers: readonly string[];
  /** Its description, for the work items in it. */
  readonly text: string;
}

export interface Forge {
  /**
   * Merge requests: those that are open, at most 500, and the hundred that ended last. Rejects with `failed.forge` when it
   * does not answer, `details.retryAfterMs` saying how long it wants peace, and `refused.forge` when it will not.
   */
  mergeRequests(signal: AbortSignal): Promise<MergeRequest[]>;
}

export interface ForgeAddress {
  /** Of the forge itself; null is the public one. */
  readonly url: string | null;
  /** `owner/name`; groups may be nested. */
  readonly repository: string;
  readonly token: string | null;
}

export const perPage = 100;
export const openPages = 5;
const textMax = 20_000;
const titleMax = 500;

/** Cut, for a forge may answer with anything. */
export const told = (text: string | null | undefined, max = textMax): string => (text ?? '').slice(0, max);
export const toldTitle = (text: string): string => told(text, titleMax);

/** An address that can be opened; null for everything else that stands in its place. */
export const toldUrl = (text: string | null | undefined): string | null =>
  typeof text === 'string' && text.length < 2000 && /^https?:\/\/[^\s]+$/.test(text) ? text : null;

/** Asks for page after page while they are full. */
export async function pagesOf<T>(
  most: number,
  ask: (page: number) => Promise<readonly T[]>,
  size = perPage,
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; page <= most; page += 1) {
    const found = await ask(page);
    all.push(...found);
    if (found.length < size) break;
  }
  return all;
}
