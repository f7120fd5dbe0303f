/** One connection to the engine for as long as the desktop app runs: made when it is needed, made anew when it is lost. */
import type { Attached } from './attach.ts';

export interface Connection {
  /** The engine's client. Who asks while it is being made waits for the same one. */
  client(): Promise<Attached>;
  /** Closes the connection that there is. */
  close(): Promise<void>;
}

/** Keeps what `connect` makes until it closes; a failed attempt is forgotten, so that the next call tries again. */
export function keepConnection(connect: () => Promise<Attached>): Connection {
  let current: Promise<Attached> | null = null;

  const begin = (): Promise<Attached> => {
    const attempt = connect();
    const forget = (): void => {
      if (current === attempt) current = null;
    };
    attempt.then((attached) => attached.closed.then(forget), forget);
    return attempt;
  };

  return {
    client: () => (current ??= begin()),
    async close() {
      const open = await current?.catch(() => null);
      open?.close();
    },
  };
}
