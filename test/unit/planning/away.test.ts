import { describe, expect, it } from 'vitest';
import type { BackendState } from '../../../shared/domain/front.ts';
import { lookedFor, type AwaySince } from '../../../shared/planning/away.ts';

const backend = (container: number, ...up: boolean[]): BackendState => ({
  service: 'web',
  container,
  colour: 'green',
  open: 0,
  slots: up.map((one, index) => ({ host: `web-r2-${String(index)}`, up: one, heldBack: false, open: 0, check: '' })),
});
/** What is gone after looks a second apart, and when that was first said. */
const goneAfter = (...looks: BackendState[][]): { port: number; look: number } | null => {
  let since: AwaySince = new Map();
  for (const [look, backends] of looks.entries()) {
    const looked = lookedFor('green', backends, since, look * 1000);
    if (looked.gone) return { port: looked.gone.container, look };
    since = looked.since;
  }
  return null;
};
const looks = (count: number, ...backends: BackendState[]): BackendState[][] =>
  Array.from({ length: count }, () => backends);

describe('a new side that is looked for', () => {
  it('is gone when none of a port’s containers was found for five seconds', () => {
    expect(goneAfter(...looks(10, backend(80, false, false)))).toEqual({ port: 80, look: 5 });
    expect(goneAfter(...looks(5, backend(80, false)))).toBeNull();
  });

  it('is there as long as one is, and begins anew when one was back', () => {
    expect(goneAfter(...looks(10, backend(80, false, true)))).toBeNull();
    expect(goneAfter(...looks(4, backend(80, false)), [backend(80, true)], ...looks(5, backend(80, false)))).toBeNull();
  });

  it('is gone by one of its ports, whatever the other does', () => {
    expect(goneAfter(...looks(10, backend(80, true), backend(81, false)))).toEqual({ port: 81, look: 5 });
    expect(goneAfter(...looks(10, backend(81, false), backend(80, true)))).toEqual({ port: 81, look: 5 });
  });

  it('is not another side, nor a port that nobody is behind', () => {
    expect(goneAfter(...looks(10, { ...backend(80, false), colour: 'blue' }, backend(81)))).toBeNull();
  });
});
