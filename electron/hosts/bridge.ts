/** What crosses between the sandboxed renderer and the main process, on the one channel that there is. */
import { z } from 'zod';
import type { Problem } from '../../shared/problem.ts';

export const channel = 'slipway';
/** The renderer's origin; nothing else is listened to. */
export const rendererOrigin = 'app://slipway';

const id = z.string().min(1).max(64);
const name = z.string().min(1).max(100);

export const rendererMessageSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('call'), name, input: z.unknown() }),
  z.strictObject({ do: z.literal('open'), id, name, input: z.unknown() }),
  z.strictObject({ do: z.literal('cancel'), id }),
  /** So many more items of the stream have been taken. */
  z.strictObject({ do: z.literal('taken'), id, count: z.number().int().min(1) }),
  z.strictObject({ do: z.literal('chooseFolder') }),
  z.strictObject({ do: z.literal('openExternal'), url: z.string().max(2048) }),
]);
export type RendererMessage = z.infer<typeof rendererMessageSchema>;

/** One item or the end of a stream, by the id under which the renderer opened it. */
export interface StreamMessage {
  readonly id: string;
  readonly item?: unknown;
  readonly end?: true;
  readonly problem?: Problem;
}

export type ShellMessage = StreamMessage | { readonly address: string };
export type Answer = { readonly ok: unknown } | { readonly problem: Problem };

/** So many items of a stream may be on their way to the renderer; the rest waits in the engine. */
export const streamWindow = 1000;
