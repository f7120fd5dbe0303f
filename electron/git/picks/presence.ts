/** As what a pick that changes nothing is in the target already. */
import type { PickForecast } from '../../../shared/domain/hotfix.ts';
import { carriers, carriersArguments, patchesArguments, patchIds, unreached } from '../commands/twins.ts';
import { collected, type Runner } from '../run.ts';
import type { Scratch } from './scratch.ts';
import { readCommit } from './source.ts';

export interface Presence {
  /** Fills in `presentAs` of forecasts that are `present`, where it is found in time. */
  complete(scratch: Scratch, forecast: PickForecast, signal?: AbortSignal): Promise<PickForecast>;
}

/** A hint, not worth waiting for: where history is that large, nothing is said. */
const patienceMs = 2000;
/** What comparing patches may cost a whole list. */
const budgetMs = 1500;
/** Only so many commits that touch the same files are compared with. */
const compared = 50;
const pathsCompared = 20;

/** For the commits of one list: history is walked once for all of them, and only when one of them is present. */
export function presenceIn(runner: Runner, onto: string, commits: readonly string[]): Presence {
  let spentMs = 0;
  let looking: Promise<{ missing: ReadonlySet<string>; carriers: ReadonlyMap<string, string> }> | null = null;
  const look = async () => {
    const signal = AbortSignal.timeout(patienceMs);
    const missing = await runner.run(unreached(commits, onto), signal);
    // Without one there is nothing to look for, and nothing to end the search early.
    if (missing.size === 0) return { missing, carriers: new Map<string, string>() };
    const input = carriers.input(onto, [...missing]);
    const named = await collected(runner.stream(carriersArguments, { input, signal }));
    return { missing, carriers: carriers.parse(named.toString('latin1')) };
  };
  const find = async (scratch: Scratch, forecast: PickForecast): Promise<string | null> => {
    looking ??= look();
    const found = await looking;
    if (!found.missing.has(forecast.commit)) return forecast.commit;
    const carrier = found.carriers.get(forecast.commit);
    if (carrier !== undefined) return carrier;
    if (spentMs >= budgetMs) return null;
    const start = performance.now();
    try {
      return await sameChange(runner, scratch, onto, forecast, AbortSignal.timeout(Math.ceil(budgetMs - spentMs)));
    } finally {
      spentMs += performance.now() - start;
    }
  };
  return {
    async complete(scratch, forecast) {
      if (forecast.forecast !== 'present') return forecast;
      return { ...forecast, presentAs: await find(scratch, forecast).catch(() => null) };
    },
  };
}

/** A commit of the target with the same patch, among the newest that touch the same files. */
async function sameChange(
  runner: Runner,
  scratch: Scratch,
  onto: string,
  { commit, mainline }: PickForecast,
  signal: AbortSignal,
): Promise<string | null> {
  const parent = (await readCommit(scratch.reader, commit)).parents[(mainline ?? 1) - 1];
  if (parent === undefined) return null;
  const output = await collected(runner.stream(patchesArguments.paths(parent, commit), { signal }));
  const paths = output
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && !path.includes('\ufffd'))
    .slice(0, pathsCompared);
  if (paths.length === 0) return null;
  const idsOf = async (args: readonly string[]) =>
    runner.run({ ...patchIds, input: await collected(runner.stream(args, { signal })) }, signal);
  const [[own], theirs] = await Promise.all([
    idsOf(patchesArguments.one(parent, commit)),
    idsOf(patchesArguments.among(commit, onto, paths, compared)),
  ]);
  return (own && theirs.find(({ id }) => id === own.id)?.commit) ?? null;
}
