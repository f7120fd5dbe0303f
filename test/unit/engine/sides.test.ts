import { expect, it } from 'vitest';
import type { Engine } from '../../../electron/engine/engine.ts';
import { carriedName, movedTarget } from '../../../electron/engine/sides.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import { publishOfRollback } from '../../../shared/planning/deployment.ts';
import { serviceOf } from '../../fixtures/engine/service.ts';

const engine = {
  store: { operations: { get: () => ({ plan: { kind: 'promote', projectName: 'shop', target: 'local' } }) } },
} as unknown as Engine;
const current = { environment: 'qa', operation: 'o' } as Revision;

it('an environment keeps the name of its first deployment: another one would mean new, empty volumes', () => {
  expect(carriedName(engine, current, 'renamed')).toBe('shop');
  expect(carriedName(engine, null, 'renamed')).toBe('renamed');
});

it('an environment does not move to another engine and leave its containers behind', () => {
  expect(movedTarget(engine, current, 'fleet')).toMatchObject({ code: 'refused.target-changed' });
  expect(movedTarget(engine, current, 'local')).toBeNull();
  expect(movedTarget(engine, null, 'fleet')).toBeNull();
});

it('a rollback past a renamed service publishes it where it ran, and is not stopped by the new name', () => {
  const ran = [{ service: 'web', container: 80, protocol: 'tcp' as const, hostAddress: '0.0.0.0', host: 8080 }];
  const services = [serviceOf({ name: 'web' }), serviceOf({ name: 'db' })];
  expect(publishOfRollback(services, { app: 8080 }, ran)).toEqual({ web: '0.0.0.0:8080' });
  expect(publishOfRollback(services, { app: 8080, web: 9090 }, ran)).toEqual({ web: 9090 });
});
