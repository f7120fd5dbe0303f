/** Environments whose containers the engine is putting right now, so that no operation begins in the middle of it. */

const tended = new Map<string, Promise<void>>();

interface Where {
  readonly project: string;
  readonly environment: string;
}

const keyOf = ({ project, environment }: Where): string => `${project}\n${environment}`;

/** Does the work unless some is being done there already. One engine works on a data directory: its own memory is enough. */
export async function tend(where: Where, work: () => Promise<void>): Promise<void> {
  const key = keyOf(where);
  if (tended.has(key)) return;
  const doing = work().finally(() => tended.delete(key));
  tended.set(
    key,
    doing.catch(() => undefined),
  );
  await doing;
}

/** Whether nothing is being put right there now. */
export const isQuiet = (where: Where): boolean => !tended.has(keyOf(where));

/** Waits until nothing is being put right there. */
export async function untilTended(where: Where): Promise<void> {
  const key = keyOf(where);
  for (let doing = tended.get(key); doing; doing = tended.get(key)) await doing;
}
