import { expect, it } from 'vitest';
import { imageForFront } from '../../../electron/steps/front-image.ts';
import type { Target } from '../../../electron/targets/target.ts';
import type { ContainerState } from '../../../shared/domain/health.ts';
import type { SideFront } from '../../../shared/domain/plan.ts';
import { fail } from '../../../shared/problem.ts';

it('a load balancer is made anew of what was recorded, else of what its name stands for, else of what is there', async () => {
  const imageFor = (present: Record<string, string>, found: boolean): Promise<string> => {
    const target = {
      imageId: (name: string) => Promise.resolve(present[name] ?? null),
      ensureImage: (name: string) =>
        present[name] ? Promise.resolve(present[name]) : Promise.reject(fail('failed.registry', 'It is away.')),
    } as unknown as Target;
    const container = found ? ({ image: 'there' } as ContainerState) : null;
    const front = { image: 'haproxy:lts' } as SideFront;
    const signal = new AbortController().signal;
    return imageForFront(target, front, { front: 'recorded' }, container, () => undefined, signal);
  };
  const there = { there: 'there' };
  const named = { ...there, 'haproxy:lts': 'named' };
  expect(await imageFor({ ...named, recorded: 'recorded' }, true)).toBe('recorded');
  expect(await imageFor(named, true)).toBe('named');
  expect(await imageFor(there, true)).toBe('there');
  await expect(imageFor(there, false)).rejects.toThrow('It is away.');
  await expect(imageFor({}, true)).rejects.toThrow('It is away.');
});
