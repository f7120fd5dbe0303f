/** The contract: every call there is. Handlers, transports and the CLI are typed by it. */
import type { z } from 'zod';
import { changes } from './changes.ts';
import { engine } from './engine.ts';
import { hotfix } from './hotfix.ts';
import { operations } from './operations.ts';
import { projects } from './projects.ts';
import { releases } from './releases.ts';
import { repository } from './repository.ts';
import { rollouts } from './rollouts.ts';
import { runs } from './runs.ts';
import { shell } from './shell.ts';
import { testEnvironments } from './test-environments.ts';
import { watching } from './watching.ts';

export const contract = {
  ...engine,
  ...projects,
  ...repository,
  ...releases,
  ...operations,
  ...changes,
  ...hotfix,
  ...rollouts,
  ...runs,
  ...watching,
  ...testEnvironments,
  ...shell,
};

export type Contract = typeof contract;
export type CallName = keyof Contract;
/** What a caller passes: defaults may be left out. */
export type Input<Name extends CallName> = z.input<Contract[Name]['input']>;
/** What a handler receives: validated, defaults filled in. */
export type Parsed<Name extends CallName> = z.output<Contract[Name]['input']>;
export type Output<Name extends CallName> = z.output<Contract[Name]['output']>;
export type StreamName = { [Name in CallName]: Contract[Name]['kind'] extends 'stream' ? Name : never }[CallName];
export type RequestName = Exclude<CallName, StreamName>;

/** The part of an `AbortSignal` that this contract needs; shared code knows neither Node nor a browser. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A caller of the contract, whatever the transport. Rejections are always `ProblemError`s. */
export interface Client {
  call<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>>;
  /** Ends when the stream does, or when `signal` aborts. */
  stream<Name extends StreamName>(name: Name, input: Input<Name>, signal?: Cancellation): AsyncIterable<Output<Name>>;
}
