/** Secrets in output that comes in pieces, wherever they are cut. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hiddenText, newMask } from '../../electron/secrets/mask.ts';

it('nothing of a secret is told however it is cut, and nothing else is changed', () => {
  const secret = fc.constantFrom('aabaab', 'abab1', 'sécret', 'line1\nline2');
  const text = fc.array(fc.oneof(fc.constantFrom('a', 'b', '1', 's', 'line', '\r\n', 'é', 'x'), secret), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.uniqueArray(secret, { minLength: 1 }), text, fc.array(fc.nat(12)), (secrets, words, cuts) => {
      const mask = newMask();
      secrets.forEach((one) => {
        mask.hide(one);
      });
      // As a terminal prints it.
      const bytes = Buffer.from(words.join('').replace(/\r?\n/g, '\r\n'));
      const whole = mask.stream();
      const once = Buffer.concat([whole.push(bytes), whole.end()]).toString();
      const stream = mask.stream();
      const pieces: Buffer[] = [];
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        pieces.push(stream.push(bytes.subarray(at, at + cut)));
        at += cut;
      }
      expect(Buffer.concat([...pieces, stream.end()]).toString()).toBe(once);
      for (const one of secrets) expect(once).not.toContain(one.replaceAll('\n', '\r\n'));
      if (!once.includes(hiddenText)) expect(once).toBe(bytes.toString());
    }),
  );
});
