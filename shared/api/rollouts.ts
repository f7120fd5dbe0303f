/** Rollouts while they go on, verification, what the front saw, replicas and holds. */
import { z } from 'zod';
import { mostReplicas } from '../domain/front.ts';
import { operationSchema } from '../domain/operation.ts';
import { holdSchema, rolloutStateSchema, trafficSampleSchema, verificationSchema } from '../domain/rollout.ts';
import { command, query } from './definition.ts';
import { previewSchema } from './releases.ts';

const inEnvironment = { project: z.string(), environment: z.string() };
const ofService = { service: z.string(), replicas: z.number().int().min(0).max(mostReplicas) };
const why = z.string().max(2000).optional();
const key = z.string().min(8).max(100);

export const rollouts = {
  'rollout.get': query({
    summary: 'How a rollout stands: where the traffic goes, what is watched, and what was seen.',
    input: z.object({ operation: z.string() }),
    output: z.object({ rollout: rolloutStateSchema.nullable() }),
  }),
  'rollout.pause': command({
    summary: 'Holds a rollout where it is, until somebody goes on.',
    input: z.object({ operation: z.string(), why }),
    output: z.object({ rollout: rolloutStateSchema }),
  }),
  'rollout.proceed': command({
    summary: 'Goes on with a rollout that was paused.',
    input: z.object({ operation: z.string() }),
    output: z.object({ rollout: rolloutStateSchema }),
  }),
  'rollout.promote': command({
    summary: 'Sends all traffic to the new release now, without waiting for what is left of the rollout.',
    input: z.object({ operation: z.string(), why }),
    output: z.object({ rollout: rolloutStateSchema }),
  }),
  'traffic.samples': query({
    summary: 'What the load balancer saw of each revision: requests, errors, latency.',
    input: z.object({
      ...inEnvironment,
      revision: z.number().int().optional(),
      from: z.number(),
      to: z.number().optional(),
      /** At most so many points a revision; spans grow with the time that is asked for. */
      points: z.number().int().min(10).max(600).default(240),
    }),
    output: z.object({ samples: z.array(trafficSampleSchema), spanMs: z.number() }),
  }),
  'verification.run': command({
    summary: 'Runs the checks of an environment now.',
    input: z.object({ ...inEnvironment }),
    output: z.object({ verification: verificationSchema }),
  }),
  'verification.list': query({
    summary: 'Verifications of an environment, newest first.',
    input: z.object({
      ...inEnvironment,
      revision: z.number().int().optional(),
      limit: z.number().int().min(1).max(200).default(20),
    }),
    output: z.object({
      /** What is declared, one line each; none when nothing is. */
      declared: z.array(z.string()),
      verifications: z.array(verificationSchema),
    }),
  }),
  'environment.hold': command({
    summary: 'Pauses automation for an environment, or lets it go on.',
    input: z.object({ ...inEnvironment, why: z.string().min(1).max(2000).nullable() }),
    output: z.object({ hold: holdSchema.nullable() }),
  }),
  'scale.preview': query({
    summary: 'What another number of containers of a service would do, and whether it may be.',
    input: z.object({ ...inEnvironment, ...ofService }),
    output: previewSchema,
  }),
  'environment.scale': command({
    summary: 'Changes how many containers of a service run, without a new release.',
    input: z.object({ ...inEnvironment, ...ofService, why, key }),
    output: z.object({ operation: operationSchema }),
  }),
};
