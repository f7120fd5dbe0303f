/** Every call of the contract has a handler, or this does not compile. Input and output are validated here, once, for all faces. */
import {
  contract,
  type CallName,
  type Output,
  type Parsed,
  type RequestName,
  type StreamName,
} from '../../shared/api/contract.ts';
import { personName } from '../../shared/planning/automation.ts';
import { fail, problemFrom, ProblemError } from '../../shared/problem.ts';
import type { Engine } from '../engine/engine.ts';
import type { Shells } from '../engine/shells/shells.ts';
import type { Watching } from '../engine/watching/watching.ts';
import { changeHandlers } from './changes.ts';
import { engineHandlers } from './engine.ts';
import type { Caller, Face } from './face.ts';
import { laneHandlers } from './lanes.ts';
import { operationHandlers } from './operations.ts';
import { pickHandlers } from './picks.ts';
import { projectHandlers } from './projects.ts';
import { releaseHandlers } from './releases.ts';
import { repositoryHandlers } from './repository.ts';
import { rolloutControlHandlers } from './rollout-control.ts';
import { rolloutHandlers } from './rollouts.ts';
import { runReportHandlers } from './run-reports.ts';
import { runHandlers } from './runs.ts';
import { shellHandlers } from './shell.ts';
import { testEnvironmentHandlers } from './test-environments.ts';
import { watchingHandlers } from './watching.ts';

export type Handlers = {
  readonly [Name in RequestName]: (input: Parsed<Name>, caller: Caller) => Promise<Output<Name>>;
} & {
  readonly [Name in StreamName]: (
    input: Parsed<Name>,
    caller: Caller,
    signal: AbortSignal,
  ) => AsyncIterable<Output<Name>>;
};

/** The contract as hosts call it: by name, with input that nobody has looked at yet. */
export function routerOn(engine: Engine, watching: Watching, shells: Shells): Face {
  const runs = runHandlers(engine);
  const handlers: Handlers = {
    ...engineHandlers(engine),
    ...projectHandlers(engine),
    ...repositoryHandlers(engine),
    ...releaseHandlers(engine),
    ...pickHandlers(engine),
    ...laneHandlers(engine),
    ...operationHandlers(engine),
    ...changeHandlers(engine),
    ...rolloutControlHandlers(engine),
    ...rolloutHandlers(engine),
    ...runs,
    ...runReportHandlers(engine, runs),
    ...watchingHandlers(watching),
    ...testEnvironmentHandlers(engine),
    ...shellHandlers(engine, shells),
  };
  return {
    async call(name, input, caller) {
      const known = callNamed(name);
      if (contract[known].kind === 'stream') throw fail('usage.not-a-request', `${name} is a stream.`);
      try {
        const handler = handlers[known] as (input: unknown, caller: Caller) => Promise<unknown>;
        return await handler(parsed(known, input), asPerson(caller));
      } catch (error) {
        throw told(known, error);
      }
    },
    async *stream(name, input, caller, signal) {
      const known = callNamed(name);
      if (contract[known].kind !== 'stream') throw fail('usage.not-a-stream', `${name} is not a stream.`);
      try {
        const handler = handlers[known] as (
          input: unknown,
          caller: Caller,
          signal: AbortSignal,
        ) => AsyncIterable<unknown>;
        yield* handler(parsed(known, input), asPerson(caller), signal);
      } catch (error) {
        if (!signal.aborted) throw told(known, error);
      }
    },
  };
}

/** Whoever calls is a person: what the engine does by itself does not come this way. */
const asPerson = (caller: Caller): Caller => ({ ...caller, by: personName(caller.by) });

function callNamed(name: string): CallName {
  if (Object.hasOwn(contract, name)) return name as CallName;
  throw fail('usage.no-such-call', `There is no call “${name.slice(0, 100)}”.`);
}

function parsed(name: CallName, input: unknown): unknown {
  const result = contract[name].input.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw fail(
    'usage.input',
    `${name}: ${issue ? `${issue.path.join('.') || 'input'}: ${issue.message}` : 'wrong input'}`,
  );
}

/** What nobody meant to happen goes to the engine's own log with its stack; the caller gets the sentence. */
function told(name: string, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  process.stderr.write(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return new ProblemError(problemFrom(error), error);
}
