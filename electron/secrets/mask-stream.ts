/** Takes secrets out of bytes that come in pieces, wherever a secret is cut in two. */

export interface MaskStream {
  /** What can be told for sure of the bytes so far: the end that may be the beginning of a secret is kept back. */
  push(piece: Buffer): Buffer;
  /** What was kept back: nothing comes any more. */
  end(): Buffer;
}

/** `forms` are asked anew for each piece: a secret that becomes known is hidden from then on. */
export function maskStream(forms: () => readonly Buffer[], hidden: Buffer): MaskStream {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(piece) {
      const all = forms();
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
      const masked: Buffer[] = [];
      const next = finder(bytes, all);
      let at = 0;
      for (let found = next(at); found; found = next(at)) {
        masked.push(bytes.subarray(at, found.start), hidden);
        at = found.end;
      }
      const keep = openAt(bytes, all, at);
      masked.push(bytes.subarray(at, keep));
      rest = Buffer.from(bytes.subarray(keep));
      return masked.length === 1 ? (masked[0] ?? Buffer.alloc(0)) : Buffer.concat(masked);
    },
    end() {
      const left = rest;
      rest = Buffer.alloc(0);
      return left;
    },
  };
}

/**
 * Finds the first whole form from a position on; of those that begin there, the longest. Asked in order: what was found
 * of a form further on is not looked for again.
 */
function finder(bytes: Buffer, forms: readonly Buffer[]): (from: number) => { start: number; end: number } | null {
  const starts = forms.map((form) => bytes.indexOf(form));
  return (from) => {
    let first: { start: number; end: number } | null = null;
    for (const [index, form] of forms.entries()) {
      let start = starts[index] ?? -1;
      if (start >= 0 && start < from) start = starts[index] = bytes.indexOf(form, from);
      if (start < 0) continue;
      const end = start + form.length;
      if (first === null || start < first.start || (start === first.start && end > first.end)) first = { start, end };
    }
    return first;
  };
}

/** Where the first unfinished form begins at the end of the bytes; their length where there is none. */
function openAt(bytes: Buffer, forms: readonly Buffer[], from: number): number {
  let open = bytes.length;
  for (const form of forms) {
    const first = form[0] ?? 0;
    const earliest = Math.max(from, bytes.length - form.length + 1);
    for (
      let start = bytes.indexOf(first, earliest);
      start >= 0 && start < open;
      start = bytes.indexOf(first, start + 1)
    )
      if (form.compare(bytes, start, bytes.length, 0, bytes.length - start) === 0) open = start;
  }
  return open;
}
