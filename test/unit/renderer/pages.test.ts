import { describe, expect, it } from 'vitest';
import { joined } from '../../../renderer/components/pages.ts';

const page = (items: string, more = false) => ({ items: [...items], more });
const both = (newest: ReturnType<typeof page>, before: ReturnType<typeof page>): string => {
  const { items, more } = joined(newest, before, (item) => item);
  return `${items.join('')}${more ? '+' : ''}`;
};

describe('a list that is asked for a page at a time', () => {
  it('keeps the older pages behind the newest', () => {
    expect(both(page('edc', true), page('dcba', false))).toBe('edcba');
    expect(both(page('edc', true), page('dcba', true))).toBe('edcba+');
  });

  it('begins anew where they do not meet', () => expect(both(page('fed', true), page('cba'))).toBe('fed+'));

  it('keeps nothing that is not in the list any more', () => {
    expect(both(page('cb'), page('cba'))).toBe('cb');
    expect(both(page(''), page('a'))).toBe('');
  });
});
