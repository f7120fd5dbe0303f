/**
 * The regions of a conflict, as git's markers show them, and remembering how they were settled: what was decided for a
 * region holds for the same region again, whatever the rest of the file has become (as `git rerere` does).
 */

interface Parts {
  /** What is not in conflict: before the first region, between them, behind the last. */
  readonly around: readonly string[];
  /** The sides of each region, without the markers' labels, which differ from time to time. */
  readonly regions: readonly string[];
}

/** Splits a text with markers; null when it has none, or they do not match. */
export function partsOf(merged: string): Parts | null {
  const around: string[] = [];
  const regions: string[] = [];
  let text = '';
  let inside = false;
  for (const line of merged.split(/(?<=\n)/)) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?: |\r?\n|$)/.exec(line)?.[1];
    if (marker === undefined || (!inside && !marker.startsWith('<'))) {
      text += line;
    } else if (marker.startsWith('<')) {
      if (inside) return null;
      around.push(text);
      text = '';
      inside = true;
    } else if (marker.startsWith('>')) {
      regions.push(text);
      text = '';
      inside = false;
    } else {
      text += `${marker}\n`;
    }
  }
  if (inside || regions.length === 0) return null;
  around.push(text);
  return { around, regions };
}

/** How a conflicted text was settled, region by region; null when what was around them was edited too. */
export function settledRegions(merged: string, content: string): string[] | null {
  const parts = partsOf(merged);
  const [first = '', ...others] = parts?.around ?? [];
  if (!parts || !content.startsWith(first)) return null;
  const settled: string[] = [];
  let at = first.length;
  for (const [index, context] of others.entries()) {
    const last = index === others.length - 1;
    const next = last ? content.length - context.length : content.indexOf(context, at);
    if (next < at || !content.startsWith(context, next)) return null;
    // Context that occurs twice could end the region in two places: nothing is remembered rather than half of it.
    if (!last && (context === '' || content.indexOf(context, next + 1) >= 0)) return null;
    settled.push(content.slice(at, next));
    at = next + context.length;
  }
  return settled;
}

/** A conflicted text with each region replaced; null when there are not as many. */
export function withRegions(merged: string, settled: readonly string[]): string | null {
  const parts = partsOf(merged);
  if (parts?.regions.length !== settled.length) return null;
  return parts.around.map((text, index) => text + (settled[index] ?? '')).join('');
}
