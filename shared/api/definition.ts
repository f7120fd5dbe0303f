/** How a call is declared. One declaration serves every face: IPC, WebSocket, terminal. */
import type { z } from 'zod';

export interface Definition<
  Kind extends 'query' | 'command' | 'stream',
  Input extends z.ZodType,
  Output extends z.ZodType,
> {
  readonly kind: Kind;
  /** One sentence for people: help texts and the palette come from it. */
  readonly summary: string;
  readonly input: Input;
  /** A query's or command's answer; one item of a stream. */
  readonly output: Output;
}

type Parts<Input extends z.ZodType, Output extends z.ZodType> = { summary: string; input: Input; output: Output };

/** Reads; may be called at any time, changes nothing. */
export const query = <I extends z.ZodType, O extends z.ZodType>(parts: Parts<I, O>): Definition<'query', I, O> => ({
  kind: 'query',
  ...parts,
});
/** Changes something, and answers at once; long work answers with its operation. */
export const command = <I extends z.ZodType, O extends z.ZodType>(parts: Parts<I, O>): Definition<'command', I, O> => ({
  kind: 'command',
  ...parts,
});
/** Sends items until it ends or the caller cancels. */
export const stream = <I extends z.ZodType, O extends z.ZodType>(parts: Parts<I, O>): Definition<'stream', I, O> => ({
  kind: 'stream',
  ...parts,
});
