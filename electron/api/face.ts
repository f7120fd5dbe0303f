import type { Delivery } from '../engine/watching/deliveries.ts';

/** What a host needs of the engine: the contract by name, with unknown input, for one caller. */
export interface Caller {
  /** Who asks: the account's name, for the record. */
  readonly by: string;
  readonly face: 'desktop' | 'browser' | 'terminal';
}

/** Validates input and output with the contract's schemas; rejects only with `ProblemError`s. */
export interface Face {
  call(name: string, input: unknown, caller: Caller): Promise<unknown>;
  stream(name: string, input: unknown, caller: Caller, signal: AbortSignal): AsyncIterable<unknown>;
}

/** A forge’s word that something was pushed; see `deliveries.ts` in the engine. */
export type Deliver = (project: string, delivery: Delivery) => Promise<'taken' | 'known' | 'refused'>;
