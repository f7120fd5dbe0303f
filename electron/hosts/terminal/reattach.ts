/** A client that outlives the engine: when the engine dies, it attaches to the next one and asks again. */
import {
  type CallName,
  type Cancellation,
  type Client,
  contract,
  type Input,
  type Output,
  type RequestName,
  type StreamName,
} from '../../../shared/api/contract.ts';
import { ProblemError } from '../../../shared/problem.ts';
import type { Attached } from '../attach.ts';

export interface ReattachingClient extends Client {
  close(): void;
}

/**
 * Connects at the first call. A call that lost its engine is sent once more, to the engine that `connect` then gives,
 * if that does no harm: a query, or a command with an idempotency key. `onLost` is told before.
 */
export function reattaching(connect: () => Promise<Attached>, onLost: () => void): ReattachingClient {
  let connection: Promise<Attached> | null = null;
  const attached = (): Promise<Attached> => {
    if (connection) return connection;
    const opening = connect();
    connection = opening;
    const forget = (): void => {
      if (connection === opening) connection = null;
    };
    void opening.then(({ closed }) => closed).then(forget, forget);
    return opening;
  };
  return {
    call: async <Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>> => {
      const first = await attached();
      try {
        return await first.call(name, input);
      } catch (error) {
        if (!isGone(error) || !repeatable(name, input)) throw error;
        await first.closed;
        onLost();
        return await (await attached()).call(name, input);
      }
    },
    stream: async function* <Name extends StreamName>(
      name: Name,
      input: Input<Name>,
      signal?: Cancellation,
    ): AsyncGenerator<Output<Name>> {
      yield* (await attached()).stream(name, input, signal);
    },
    close: () =>
      void connection?.then(
        (client) => client.close(),
        () => undefined,
      ),
  };
}

/** Whether the engine was lost under way. */
export const isGone = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'failed.engine-gone';

const repeatable = (name: CallName, input: object): boolean =>
  contract[name].kind === 'query' || name === 'project.open' || 'key' in input;
