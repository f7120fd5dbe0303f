/** Takes known secrets out of texts, also in their base64 and URL-encoded forms. */
import type { Json, Problem } from '../../shared/problem.ts';
import { maskStream, type MaskStream } from './mask-stream.ts';

export interface Mask {
  /** From now on `value` is hidden wherever it appears. Values shorter than four characters would hide half of every text. */
  hide(value: string): void;
  apply(text: string): string;
  /** For bytes that come in pieces. */
  stream(): MaskStream;
}

export const hiddenText = '••••••';

export function newMask(): Mask {
  const forms = new Set<string>();
  let bytes: Buffer[] = [];
  return {
    hide(value) {
      const trimmed = value.trim();
      if (trimmed.length < 4) return;
      const raw = Buffer.from(trimmed);
      for (const form of [
        trimmed,
        // As a terminal prints several lines.
        trimmed.replace(/\r?\n/g, '\r\n'),
        raw.toString('base64').replace(/=+$/, ''),
        raw.toString('base64url'),
        encodeURIComponent(trimmed),
        raw.toString('hex'),
      ])
        forms.add(form);
      bytes = [...forms].map((form) => Buffer.from(form));
    },
    apply(text) {
      let result = text;
      for (const form of forms) if (result.includes(form)) result = result.replaceAll(form, hiddenText);
      return result;
    },
    stream: () => maskStream(() => bytes, Buffer.from(hiddenText)),
  };
}

/** A problem without known secrets: what a failing container printed is evidence in it, and is kept in the history. */
export function maskedProblem(problem: Problem, mask: (text: string) => string): Problem {
  return {
    ...problem,
    message: mask(problem.message),
    hint: problem.hint === null ? null : mask(problem.hint),
    details: maskedDetails(problem.details, mask),
  };
}

/** What is told beside a sentence, without known secrets in any of its texts. */
export function maskedDetails(details: Record<string, Json>, mask: (text: string) => string): Record<string, Json> {
  const masked = (value: Json): Json => {
    if (typeof value === 'string') return mask(value);
    if (Array.isArray(value)) return value.map(masked);
    if (typeof value === 'object' && value !== null) return maskedDetails(value, mask);
    return value;
  };
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, masked(value)]));
}
