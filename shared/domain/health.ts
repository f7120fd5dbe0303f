/** Health as observed now from the engine, never as remembered. */
import { z } from 'zod';
import { healthcheckSchema } from './service.ts';

export const healthSchema = z.enum([
  'healthy', // every replica runs and its check passes (or it has none and stays up)
  'starting', // running, its check has not passed yet
  'degraded', // some replicas are down
  'unhealthy', // a check fails, or a container has exited
  'absent', // recorded as running, and nothing of it is there
  'empty', // nothing was ever deployed here
  'unreachable', // the engine does not answer: nothing can be said
]);
export type Health = z.infer<typeof healthSchema>;

export const containerStateSchema = z.object({
  id: z.string(),
  name: z.string(),
  service: z.string(),
  replica: z.number().int(),
  revision: z.number().int(),
  /** Digest or id of the image that it really runs. */
  image: z.string(),
  state: z.enum(['created', 'running', 'paused', 'restarting', 'exited', 'dead', 'removing']),
  health: z.enum(['none', 'starting', 'healthy', 'unhealthy']),
  exitCode: z.number().nullable(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  oomKilled: z.boolean(),
  restarts: z.number().int(),
  ports: z.array(z.object({ container: z.number(), protocol: z.string(), hostAddress: z.string(), host: z.number() })),
  /** The check that it really has: the service's own, else the image's. */
  healthcheck: healthcheckSchema.nullable(),
});
export type ContainerState = z.infer<typeof containerStateSchema>;

/** The health of a set of containers of one environment. `expected` is the number of containers that should run. */
export function healthOf(containers: readonly ContainerState[], expected: number): Health {
  if (containers.length === 0) return expected === 0 ? 'empty' : 'absent';
  const up = containers.filter((container) => container.state === 'running');
  const failing = up.filter((container) => container.health === 'unhealthy');
  const good = up.filter((container) => container.health === 'healthy' || container.health === 'none');
  if (up.length === 0 || (good.length === 0 && failing.length > 0)) return 'unhealthy';
  if (up.length < expected || failing.length > 0 || up.length < containers.length) return 'degraded';
  return good.length === up.length ? 'healthy' : 'starting';
}
