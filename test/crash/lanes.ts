/** Lanes that tests share: each scenario has one to itself while it runs. */
import { startEngine } from '../fixtures/engine/index.ts';
import { makeLane, type Lane, type LaneOptions } from './lane.ts';

export interface Lanes {
  /** Waits for a free lane and works in it alone. */
  use<T>(work: (lane: Lane) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** Prepares `count` lanes of one kind. */
export async function makeLanes(count: number, options: LaneOptions = {}): Promise<Lanes> {
  const { docker } = await startEngine();
  const made = await Promise.allSettled(Array.from({ length: count }, () => makeLane(docker, options)));
  const all = made.flatMap((lane) => (lane.status === 'fulfilled' ? [lane.value] : []));
  const failed = made.find((lane) => lane.status === 'rejected');
  if (failed) {
    await Promise.all(all.map((lane) => lane.remove()));
    throw failed.reason;
  }
  const free = [...all];
  const waiting: ((lane: Lane) => void)[] = [];
  return {
    async use(work) {
      const lane =
        free.shift() ??
        (await new Promise<Lane>((resolve) => {
          waiting.push(resolve);
        }));
      try {
        return await work(lane);
      } finally {
        const next = waiting.shift();
        if (next) next(lane);
        else free.push(lane);
      }
    },
    remove: async () => {
      await Promise.all(all.map((lane) => lane.remove()));
    },
  };
}
