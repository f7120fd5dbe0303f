/** What a commit's message says about other commits: which it copies, reverts, brings back or squashes. */

export interface MessageFacts {
  /** Commits that it says it is a pick of, full or shortened names, in order. */
  readonly picked: readonly string[];
  /** Commits that it says it reverts. */
  readonly reverted: readonly string[];
  /** The subject of what it reverts, from `Revert "…"`; null when it does not say so. */
  readonly revertedSubject: string | null;
  /** The subject of what it brings back, from `Reapply "…"`. */
  readonly reappliedSubject: string | null;
  /** The pull request whose changes it takes out, from “Reverts owner/name#12”. */
  readonly revertedRequest: string | null;
  /** Commits that were squashed into it, by name. */
  readonly squashed: readonly string[];
  /** The same by subject, from the list that a squashed pull request leaves in its message. */
  readonly squashedSubjects: readonly string[];
  readonly changeIds: readonly string[];
  /** The pull request that it came in by. */
  readonly request: string | null;
  /** Pull requests that it says it is a copy of. */
  readonly originRequests: readonly string[];
  /** Lower-case addresses of the people it names as authors. */
  readonly coAuthors: readonly string[];
  /** The subject without numbers of requests and names of branches, for comparison. */
  readonly key: string;
}

/** Names and subjects that are kept of each kind: a hostile message may hold a million. */
const most = 50;
const readCharacters = 100_000;

const named = '([0-9a-f]{7,64})\\b';
// Anchored at the beginning of a line: a message that quotes or tells about a pick is none.
const pickedPatterns = [
  new RegExp(`^[ \\t]*[([]?(?:manually )?cherry[- ]picked from (?:commit )?:?${named}`, 'gim'),
  new RegExp(`^[ \\t]*[([]?(?:manually )?back-?ported from (?:upstream )?(?:commit )?:?${named}`, 'gim'),
  new RegExp(
    `^(?:cherry-?picked-from|cherry-pick|backport(?:ed)?(?:-from|-of)?|upstream(?:-commit)?|origin-commit)[ \\t]*:[ \\t]*(?:commit )?${named}`,
    'gim',
  ),
  new RegExp(`^[ \\t]*(?:[([][ \\t]*)?upstream commit:? ${named}`, 'gim'),
  new RegExp(`^[ \\t]*(?:[([][ \\t]*)?commit ${named} upstream\\b`, 'gim'),
];
const revertLine = /^[ \t]*this reverts (?:commits?|merge commit)[ \t]+([^\n]{7,4000})/gim;
const leadingNames = /^(?:[0-9a-f]{7,64}\b(?:[ \t]*(?:,|and|&)[ \t]*)*)+/i;
const revertsRequest = /^[ \t]*reverts? (?:[\w.-]+\/[\w.-]+)?(?:#|!)(\d{1,9})\b/im;
const squashedHeader = /^[ \t]*squashed commit of the following:/im;
const squashedCommit = new RegExp(`^[ \\t]*commit ${named}`, 'gim');
const bullet = /^[ \t]?\*[ \t]+([^\n]{3,300})$/gm;
const changeId = /^change-id:[ \t]*(I[0-9a-f]{8,40})\b/gim;
const coAuthor = /^co-authored-by:[^\n<]{0,200}<([^\n>]{3,200})>/gim;

const numberOf = '(?:[\\w.-]+\\/[\\w.-]+)?(?:#|!|gh-)(\\d{1,9})\\b';
const originPatterns = [
  new RegExp(
    `\\b(?:cherry[- ]?pick(?:ed|s)?|back-?port(?:ed|s)?)(?:[ \\t]+(?:of|from|for))?(?:[ \\t]+(?:pr|pull request|merge request|mr))?[ \\t:]+${numberOf}`,
    'gi',
  ),
  /\b(?:cherry[- ]?pick(?:ed|s)?|back-?port(?:ed|s)?)(?:[ \t]+(?:of|from|for))?[ \t:]+(?:pr[ \t]+)?https?:\/\/[^\s/]{1,200}\/[^\s]{1,200}?\/(?:pull|merge_requests)\/(\d{1,9})\b/gi,
];
const ownPatterns = [
  /^merge pull request #(\d{1,9}) from /i,
  /^(?:pr-url|pull-request|part-of):[ \t]*<?https?:\/\/[^\s]{1,300}\/(?:pull|pulls|merge_requests)\/(\d{1,9})\b/im,
  /^[ \t]*\(merged from https?:\/\/[^\s]{1,300}\/(?:pull|pulls|merge_requests)\/(\d{1,9})\)/im,
  /^see merge request (?:[\w./-]{1,200})?!(\d{1,9})\b/im,
];

/** Reads a message. Never throws and takes time in proportion to the text, whatever it holds. */
export function readMessage(text: string): MessageFacts {
  const message = text.slice(0, readCharacters);
  const subject = subjectOf(message);
  const { numbers, bare } = tailNumbers(subject);
  const origins = [...numbers.slice(0, -1), ...all(message, originPatterns)];
  const own = numbers.at(-1) ?? first(message, ownPatterns);
  const wrapped = unwrapped(bare);
  return {
    picked: all(message, pickedPatterns).map(lower),
    reverted: revertedIn(message),
    revertedSubject: wrapped?.by === 'revert' ? wrapped.subject : null,
    reappliedSubject: wrapped?.by === 'reapply' ? wrapped.subject : null,
    revertedRequest: revertsRequest.exec(message)?.[1] ?? null,
    squashed: squashedHeader.test(message) ? all(message, [squashedCommit]).map(lower) : [],
    squashedSubjects: all(message, [bullet]).map(keyOf),
    changeIds: all(message, [changeId]),
    // A backport's own number is not the change's; the one that it copies is among the origins.
    request: own,
    originRequests: [...new Set(origins)].filter((number) => number !== own),
    coAuthors: all(message, [coAuthor]).map(lower),
    key: keyOf(subject),
  };
}

/** The first line that holds anything. */
const subjectOf = (message: string): string => (/\S[^\n]*/.exec(message)?.[0] ?? '').trim().slice(0, 1000);

const lower = (name: string): string => name.toLowerCase();

function all(message: string, patterns: readonly RegExp[]): string[] {
  const found = new Set<string>();
  for (const pattern of patterns) {
    for (const match of message.matchAll(pattern)) {
      if (found.size >= most) return [...found];
      if (match[1] !== undefined) found.add(match[1].trim());
    }
  }
  return [...found];
}

function first(message: string, patterns: readonly RegExp[]): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(message)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

function revertedIn(message: string): string[] {
  const found = new Set<string>();
  for (const match of message.matchAll(revertLine)) {
    const names = leadingNames.exec(match[1] ?? '')?.[0] ?? '';
    for (const name of names.toLowerCase().match(/[0-9a-f]{7,64}/g) ?? []) if (found.size < most) found.add(name);
  }
  return [...found];
}

const tail = /[ \t]*\((?:#|!|gh-)(\d{1,9})\)[ \t.,;]*$/i;

/** The numbers at the end of a subject, left to right: `Title (#12) (#34)`. */
function tailNumbers(subject: string): { numbers: string[]; bare: string } {
  const numbers: string[] = [];
  let bare = subject;
  for (let match = tail.exec(bare); match?.[1] !== undefined && numbers.length < 10; match = tail.exec(bare)) {
    numbers.unshift(match[1]);
    bare = bare.slice(0, match.index);
  }
  return { numbers, bare };
}

/** What a subject reverts or brings back, one layer of it. */
function unwrapped(subject: string): { by: 'revert' | 'reapply'; subject: string } | null {
  const match = /^(?:\[[^\]]{0,60}\][ \t]*)*(revert|reapply|re-apply|reland)[ \t]*:?[ \t]+["“](.+)["”][ \t]*$/i.exec(
    subject,
  );
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { by: lower(match[1]) === 'revert' ? 'revert' : 'reapply', subject: keyOf(match[2]) };
}

const decorations = [
  // [2.16], [stable-2.9], [release-8.5], [8.x backport]
  /^\[[^\]]{0,60}?(?:\d|backport|stable|release|cherry|branch)[^\]]{0,60}\][ \t:-]*/i,
  /^\((?:backport|cherry[- ]?pick)[^)]{0,60}\)[ \t:-]*/i,
  /^(?:automated )?(?:cherry[- ]?pick|back-?port)(?:ed)?(?: of)?(?: pr)? (?:#|gh-)\d{1,9}(?: (?:to|on|onto|into) [^\s:]{1,60})?[ \t:-]*/i,
  /^(?:(?:release|stable|branch)[-/]?)?v?\d[\w.-]{0,30}:[ \t]*/i,
  /^(?:back-?port(?:ed)?|cherry[- ]?pick(?:ed)?):?[ \t]+(?=\S+[ \t])/i,
];
const tails = [
  tail,
  /[.,;…\s]+$/,
  /[ \t]*[([](?:cherry[- ]?picked|back-?ported) from\b.*$/i,
  /[ \t]+-[ \t]+v?\d{1,4}(?:\.\d{1,4})+$/,
  /[ \t]*[([](?:backport|cherry[- ]?pick)[^)\]]{0,60}[)\]][ \t]*$/i,
];

/** A subject as it is compared: without what branches, bots and pull requests add around it. */
export function keyOf(subject: string): string {
  let key = subject.trim().slice(0, 1000);
  for (let before = ''; before !== key && key !== '';) {
    before = key;
    for (const pattern of [...decorations, ...tails]) key = key.replace(pattern, '').trim();
  }
  return key.replaceAll(/\s+/g, ' ').toLowerCase();
}
