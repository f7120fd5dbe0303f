import { describe, expect, it } from 'vitest';
import { keyOf, readMessage } from '../../../shared/planning/changes/message.ts';

const one = '1'.repeat(40);
const two = '2'.repeat(40);

describe('a message names what it copies', () => {
  it.each([
    [`Fix\n\n(cherry picked from commit ${one})\n`, [one]],
    [`Fix\n\nCherry-picked-from: ${one}`, [one]],
    [`Fix\n\n(backported from commit ${one})`, [one]],
    [`Fix\n\n[ Upstream commit ${one} ]`, [one]],
    [`Fix\n\ncommit ${one} upstream.`, [one]],
    [`Fix\n\nUpstream-commit: ${one.slice(0, 12)}`, [one.slice(0, 12)]],
    [`Fix\n\n(cherry picked from commit ${one})\n(cherry picked from commit ${two})`, [one, two]],
    [`Fix\n\nThis text tells that it was cherry picked from commit ${one} once.`, []],
    [`Fix\n\n> (cherry picked from commit ${one})`, []],
    ['Fix\n\n(cherry picked from commit --upload-pack=x)', []],
  ])('%j', (message, picked) => {
    expect(readMessage(message).picked).toEqual(picked);
  });

  it('and at most fifty of them, in time in proportion to its length', () => {
    const names = Array.from({ length: 5000 }, (_, index) => index.toString(16).padStart(40, 'a'));
    const message = `Fix\n\n${names.map((name) => `(cherry picked from commit ${name})`).join('\n')}`;
    expect(readMessage(message).picked).toHaveLength(50);
    const started = performance.now();
    for (const text of ['('.repeat(100_000), '[1'.repeat(50_000), ' \t'.repeat(50_000), 'revert "'.repeat(12_000)])
      readMessage(`${text}\n${text}`);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('a message names what it reverts', () => {
  it.each([
    [`Revert "Fix"\n\nThis reverts commit ${one}.`, [one]],
    [`Revert "Fix"\n\nThis reverts commits ${one}, ${two} and more.`, [one, two]],
    [`Revert "Merge x"\n\nThis reverts commit ${one}, reversing\nchanges made to ${two}.`, [one]],
    [`Fix\n\nThis partially reverts commit ${one}.`, []],
  ])('%j', (message, reverted) => {
    expect(readMessage(message).reverted).toEqual(reverted);
  });

  it('by subject, and what it brings back', () => {
    expect(readMessage('Revert "Fix the cart (#12)"')).toMatchObject({ revertedSubject: 'fix the cart' });
    expect(readMessage('[2.16] Revert "Fix"')).toMatchObject({ revertedSubject: 'fix' });
    expect(readMessage('Revert "Revert "Fix""')).toMatchObject({ revertedSubject: 'revert "fix"' });
    expect(readMessage('Reapply "Fix"')).toMatchObject({ reappliedSubject: 'fix', revertedSubject: null });
    expect(readMessage('Revert "Fix (#12)" (#34)\n\nReverts shop/web#12')).toMatchObject({ revertedRequest: '12' });
  });
});

describe('a message names pull requests', () => {
  it.each([
    ['Fix (#12)', '12', []],
    ['Fix (#12) (#34)', '34', ['12']],
    ['[8.x](backport #12) Fix (#34)', '34', ['12']],
    ['Fix (#34)\n\nThis is an automated cherry-pick of #12', '34', ['12']],
    ['Backport PR #12 on branch 1.x: Fix', null, ['12']],
    ['Merge pull request #12 from ada/fix', '12', []],
    ['Fix\n\nPR-URL: https://example.com/shop/web/pull/12', '12', []],
    ['Fix\n\n(Merged from https://example.com/shop/web/pull/12)', '12', []],
    ['Fix\n\nSee merge request shop/web!12', '12', []],
    ['Fix, closes #12', null, []],
  ])('%j', (message, request, originRequests) => {
    expect(readMessage(message)).toMatchObject({ request, originRequests });
  });
});

describe('a subject is compared without what branches and robots add', () => {
  it.each([
    ['[2.16] Fix the cart (#12) (#34)', 'fix the cart'],
    ['[stable-2.9] Fix the cart.', 'fix the cart'],
    ['Backport PR #12 on branch 1.x: Fix the cart', 'fix the cart'],
    ['release-8.5: Fix the cart', 'fix the cart'],
    ['2.15: Fix the cart', 'fix the cart'],
    ['Fix   the cart - 2.15 (#81913)', 'fix the cart'],
    ['Fix the cart (cherry picked from commit abc', 'fix the cart'],
    ['[OVN] Fix the cart', '[ovn] fix the cart'],
    ['', ''],
  ])('%j', (subject, key) => {
    expect(keyOf(subject)).toBe(key);
  });

  it('reads squashed commits, Change-Ids and people', () => {
    const message = [
      'Several',
      '',
      '* Fix the cart',
      '* Fix the till (#3)',
      '',
      'Squashed commit of the following:',
      '',
      `commit ${one}`,
      'Author: Ada',
      '',
      'Change-Id: I0123456789abcdef0123456789abcdef01234567',
      'Co-authored-by: Grace <Grace@Example.com>',
    ].join('\n');
    expect(readMessage(message)).toMatchObject({
      squashed: [one],
      squashedSubjects: ['fix the cart', 'fix the till'],
      changeIds: ['I0123456789abcdef0123456789abcdef01234567'],
      coAuthors: ['grace@example.com'],
    });
  });
});
