/** A face that answers a few calls of the contract, validated by its schemas like the engine's. */
import { contract, type CallName } from '../../../shared/api/contract.ts';
import { fail } from '../../../shared/problem.ts';
import type { Caller, Face } from '../../../electron/api/face.ts';

export type Handlers = { [Name in CallName]?: (input: never, caller: Caller, signal: AbortSignal) => unknown };

const checked = (name: string, handlers: Handlers) => {
  const handler = handlers[name as CallName];
  if (!handler) throw fail('usage.not-in-this-test', `${name} is not answered here.`);
  return { definition: contract[name as CallName], handler };
};

/** Makes a face out of handlers; a stream's handler answers with an async iterable. */
export function fakeFace(handlers: Handlers): Face {
  return {
    call: async (name, input, caller) => {
      const { definition, handler } = checked(name, handlers);
      const parsed = definition.input.safeParse(input);
      if (!parsed.success) throw fail('usage.input', 'The input is wrong.');
      return definition.output.parse(await handler(parsed.data as never, caller, new AbortController().signal));
    },
    stream: async function* (name, input, caller, signal) {
      const { definition, handler } = checked(name, handlers);
      const items = handler(definition.input.parse(input) as never, caller, signal) as AsyncIterable<unknown>;
      for await (const item of items) yield definition.output.parse(item);
    },
  };
}

export const engineInfo = (overrides: object = {}): object => ({
  version: '0.1.0',
  pid: process.pid,
  startedAt: 1,
  dataDirectory: '/data',
  node: process.version,
  memoryBytes: 1,
  docker: { reachable: true, version: '28', problem: null },
  store: { writable: true, reason: null },
  folders: [],
  user: 'someone',
  ...overrides,
});
