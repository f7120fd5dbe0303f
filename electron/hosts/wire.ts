/** The frames of the wire (README.md beside this file), for both ends in Node. */
import type { RawData } from 'ws';
import { z } from 'zod';
import { problemSchema } from '../../shared/domain/operation.ts';

/** Grows when an older client could no longer understand the engine, or the other way round. */
export const protocolVersion = 1;
export const subprotocol = 'slipway.v1';
export const tokenProtocolPrefix = 'slipway.token.';
/** Header by which a client in Node names its face. */
export const faceHeader = 'slipway-face';

const idSchema = z.number().int().positive();

export const clientFrameSchema = z.union([
  z.strictObject({ id: idSchema, call: z.string().max(100), input: z.unknown().optional() }),
  z.strictObject({ id: idSchema, cancel: z.literal(true) }),
]);

const helloSchema = z.object({ hello: z.object({ protocol: z.number(), version: z.string(), pid: z.number() }) });

export const engineFrameSchema = z.union([
  helloSchema,
  z.object({ id: idSchema, item: z.unknown() }),
  z.object({ id: idSchema, ok: z.unknown() }),
  z.object({ id: idSchema, end: z.literal(true) }),
  z.object({ id: idSchema.nullable(), problem: problemSchema }),
]);

export type ClientFrame = z.infer<typeof clientFrameSchema>;
export type EngineFrame = z.infer<typeof engineFrameSchema>;
export type Hello = z.infer<typeof helloSchema>['hello'];

export const closeCodes = { engineStops: 1001, malformed: 1008 } as const;

/** The JSON of a text frame; ws delivers it as one Buffer unless asked otherwise. */
export const jsonOf = (data: RawData): unknown => JSON.parse((data as Buffer).toString('utf8'));
