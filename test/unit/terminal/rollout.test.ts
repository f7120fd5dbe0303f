import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { Handlers } from '../../contract/hosts/fake-face.ts';
import { environment } from '../renderer/pictures.ts';
import { operation } from './engine.ts';
import { slipway } from './slipway.ts';

describe('a rollout', () => {
  const possible = { possible: true, reason: null };
  const state = {
    operation: 'op-1',
    environment: 'staging',
    strategy: 'canary',
    stops: [{ step: 'traffic.shift.5', share: 5, holdMs: 1000 }],
    at: 0,
    share: 5,
    stable: 3,
    canary: 4,
    holdsUntil: null,
    paused: { by: 'ada', at: 0, why: 'odd \u001b[31merrors' },
    testers: null,
    watched: false,
    checks: [],
    rates: [],
    can: { pause: possible, proceed: possible, promote: possible },
  };
  const standing = (at: Operation | null): Handlers => ({
    'environment.get': () => ({
      status: environment({ operation: at }),
      containers: [],
      services: [],
      configuration: null,
    }),
  });
  const atWork = standing(operation());

  it('is paused with its reason, by the environment that it goes to', async () => {
    let asked: unknown;
    const handlers: Handlers = {
      ...atWork,
      'rollout.pause': (input: object) => {
        asked = input;
        return { rollout: state };
      },
    };
    const { json } = await slipway('rollout staging --pause --why odd --json', handlers);
    expect(asked).toEqual({ operation: 'op-1', why: 'odd' });
    expect(json()).toMatchObject({ rollout: { share: 5, paused: { by: 'ada', at: '1970-01-01T00:00:00.000Z' } } });
    const { stdout } = await slipway('rollout staging', { ...atWork, 'rollout.get': () => ({ rollout: state }) });
    expect(stdout).toContain(
      '5 % of the traffic goes to the new release (stable r3, canary r4)\npaused by ada: odd errors',
    );
  });

  it('is asked one thing at a time, and only where there is one', async () => {
    expect((await slipway('rollout staging --pause --promote', atWork)).exitCode).toBe(2);
    expect((await slipway('rollout staging', standing(null))).exitCode).toBe(4);
  });
});

it('holds an environment with a reason, or lets it go', async () => {
  const handlers: Handlers = {
    'environment.hold': ({ why }: { why: string | null }) => ({
      hold: why === null ? null : { by: 'ada', at: 0, why },
    }),
  };
  expect((await slipway('hold staging --why slow --json', handlers)).json()).toEqual({
    environment: 'staging',
    hold: { by: 'ada', at: '1970-01-01T00:00:00.000Z', why: 'slow' },
  });
  expect((await slipway('hold staging --lift --json', handlers)).json()).toEqual({
    environment: 'staging',
    hold: null,
  });
  expect((await slipway('hold staging', handlers)).exitCode).toBe(2);
});
