import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLog, timeOf } from '../../electron/git/commands/log.ts';
import { cut, records } from '../../electron/git/commands/records.ts';
import { meaningsOf, pinRef, treePath, withoutCredentials } from '../../electron/git/names.ts';

/** Any text that a commit can hold: everything but NUL, half characters included. */
const text = fc.string({ unit: 'binary', maxLength: 60 }).map((value) => value.replaceAll('\0', ''));
const name = fc.stringMatching(/^[0-9a-f]{40}$/);

/** The same bytes, cut into pieces anywhere, also inside a character. */
async function* pieces(data: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of [...sizes, data.length]) {
    yield data.subarray(at, at + size);
    at += size;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('reading a log', () => {
  const commit = fc.record({
    sha: name,
    parents: fc.array(name, { maxLength: 3 }),
    author: text,
    email: text,
    at: fc.nat(4e9),
    subject: text,
    message: text,
  });

  it('gives back every text as it was, wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { maxLength: 6 }), fc.array(fc.nat(40)), async (commits, sizes) => {
        const output = commits
          .map((one) =>
            [
              one.sha,
              one.parents.join(' '),
              one.author,
              one.email,
              String(one.at),
              String(one.at),
              one.subject,
              one.message,
            ]
              .map((field) => `${field}\0`)
              .join(''),
          )
          .join('');
        const read = await all(parseLog(pieces(Buffer.from(output), sizes), true));
        expect(read).toEqual(
          commits.map(({ at, ...one }) => ({
            ...one,
            author: one.author.toWellFormed(),
            email: one.email.toWellFormed(),
            subject: one.subject.toWellFormed(),
            message: one.message.toWellFormed(),
            authoredAt: at * 1000,
            committedAt: at * 1000,
          })),
        );
      }),
    );
  });

  it('never throws on bytes of any kind, and keeps no field longer than its cap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 500 }),
        fc.array(fc.nat(40)),
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
        async (data, sizes, caps) => {
          for (const record of await all(records(pieces(Buffer.from(data), sizes), caps))) {
            expect(record).toHaveLength(caps.length);
            for (const [index, field] of record.entries())
              expect(field.length).toBeLessThanOrEqual((caps[index] ?? 0) + 1);
          }
        },
      ),
    );
  });

  it('cuts no character in half, and has a date for any number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (value, max) => {
        const short = cut(value, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(value.startsWith(short) && short.isWellFormed()).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.string(), (value) => !Number.isNaN(new Date(timeOf(value)).getTime())));
  });
});

describe('names from outside', () => {
  it('reach git as one line that is no option', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((value) => `-${value}`),
        ),
        (value) => {
          for (const meaning of meaningsOf(value, null))
            expect(meaning).toMatch(/^[^-\0\n\r ][^\0\n\r ]*\^\{commit\}$/);
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (value) => {
        let ref: string;
        try {
          ref = pinRef(value);
        } catch {
          return;
        }
        expect(ref).toMatch(/^refs\/slipway\/[\w./-]+$/);
        expect(ref).not.toMatch(/\.\.|\/\/|\/\./);
      }),
    );
  });

  it('as paths stay inside the tree', () => {
    const path = fc
      .array(fc.constantFrom('..', '.', '', 'a', 'b c', '...'), { maxLength: 8 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, (value) => {
        const inside = treePath(value);
        if (inside !== null) expect(inside.split('/')).not.toContain('..');
      }),
    );
  });

  it('as addresses lose their password', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('https', 'http', 'ssh', 'git'),
        fc.stringMatching(/^[a-z0-9]{1,8}$/),
        (scheme, user) => {
          expect(withoutCredentials(`${scheme}://${user}:hunter2secret@example.com/a.git`)).toBe(
            `${scheme}://example.com/a.git`,
          );
        },
      ),
    );
  });
});
