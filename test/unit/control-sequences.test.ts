import { expect, it } from 'vitest';
import { withoutSequences } from '../../shared/control-sequences.ts';

it.each([
  ['\x1b[1;31mred\x1b[0m', 'red'],
  ['\x9b31mred', 'red'],
  ['\x1b]0;title\x07after', 'after'],
  ['\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\', 'link'],
  ['a title \x1b]0;that never ends\nis over with its line', 'a title \nis over with its line'],
  ['\x1b(B\x1b7plain\x1b8', 'plain'],
])('takes them out of %j', (text, plain) => expect(withoutSequences(text)).toBe(plain));

it.each(['\x1b]a', '\x1b[', '\x1b[0', '\x1b[ ', '\x1b ', '\x1b\x1b', '\x9b0', '\x1b[0\x9b', '\x1b]\x1b\\'])(
  'costs little where there is nothing but %j',
  (piece) => {
    const { user } = process.cpuUsage();
    withoutSequences(piece.repeat(300_000));
    withoutSequences(piece + '0'.repeat(300_000) + ' '.repeat(300_000));
    expect(process.cpuUsage().user - user).toBeLessThan(1_000_000);
  },
);
