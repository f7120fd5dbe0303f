/** The contract over the desktop shell's bridge. */
import type { Cancellation, Client, Input, Output, RequestName, StreamName } from '../../shared/api/contract.ts';
import { ProblemError, type Problem } from '../../shared/problem.ts';
import type { Bridge } from './bridge.ts';
import { Channel } from './channel.ts';
import { backOffMs, observable, type Link, type LinkState } from './link.ts';

/** The shell always answers; whether the engine behind it does shows in the answers. */
export function desktopLink(bridge: Bridge): Link {
  const state = observable<LinkState>({ phase: 'connecting' });
  const channels = new Map<string, Channel<unknown>>();
  let lastId = 0;
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  bridge.onItem((message) => {
    const channel = channels.get(message.id);
    if (!channel) return;
    if ('item' in message) return channel.push(message.item);
    channels.delete(message.id);
    if (message.problem) notice(message.problem);
    channel.end(message.problem ?? null);
  });

  function notice(problem: Problem): void {
    if (problem.code === 'failed.engine-gone' && state.get().phase !== 'lost') wait();
  }

  function wait(): void {
    attempt += 1;
    const pause = backOffMs(attempt);
    state.set({ phase: 'lost', attempt, retryAt: Date.now() + pause });
    retry = setTimeout(() => void knock(), pause);
  }

  async function knock(): Promise<void> {
    clearTimeout(retry);
    const answer = await bridge.call('engine.info', {});
    if ('problem' in answer) {
      wait();
      return;
    }
    attempt = 0;
    state.set({ phase: 'connected', version: (answer.ok as Output<'engine.info'>).version });
  }

  const client: Client = {
    async call<Name extends RequestName>(name: Name, input: Input<Name>) {
      const answer = await bridge.call(name, input);
      if ('ok' in answer) return answer.ok as Output<Name>;
      notice(answer.problem);
      throw new ProblemError(answer.problem);
    },
    async *stream<Name extends StreamName>(name: Name, input: Input<Name>, signal?: Cancellation) {
      if (signal?.aborted) return;
      const id = String(++lastId);
      const channel = new Channel<Output<Name>>(() => {
        if (channels.delete(id)) bridge.cancel(id);
      });
      channels.set(id, channel);
      bridge.open(id, name, input);
      const stop = () => void channel.return();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        yield* channel;
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    },
  };

  void knock();
  return { client, state: state.get, subscribe: state.subscribe, retryNow: () => void knock() };
}
