/** Which commits a conflicting pick may depend on. */
import type { PickForecast } from '../../../shared/domain/hotfix.ts';
import { changedLines, touching, writersOf } from '../commands/dependencies.ts';
import type { Runner } from '../run.ts';
import type { Scratch } from './scratch.ts';
import { parentOf, readCommit } from './source.ts';

export interface Dependencies {
  /** Commits that wrote the lines that the pick conflicts on, and that the target lacks. */
  writers(forecast: PickForecast): Promise<string[]>;
  /** Commits that touch the files it conflicts on, newest first, and that the target lacks. */
  neighbours(forecast: PickForecast): Promise<string[]>;
}

const pathsMax = 20;
const neighboursMax = 30;
const rangesMax = 200;

/** For a target; each question is answered once. */
export function dependenciesOn(runner: Runner, scratch: Scratch, onto: string, signal: AbortSignal): Dependencies {
  const answers = new Map<string, Promise<string[]>>();
  const once = (kind: string, forecast: PickForecast, answer: () => Promise<string[]>): Promise<string[]> => {
    const key = [kind, forecast.commit, ...forecast.files.map(({ path }) => path)].join('\0');
    const known = answers.get(key) ?? answer();
    answers.set(key, known);
    return known;
  };
  const parentOfPick = async ({ commit, mainline }: PickForecast): Promise<string | null> =>
    parentOf(await readCommit(scratch.reader, commit), mainline ?? undefined);
  /** Paths that cannot be said in text cannot be asked for. */
  const pathsOf = ({ files }: PickForecast): string[] =>
    files
      .map(({ path }) => path)
      .filter((path) => !path.includes('\ufffd'))
      .slice(0, pathsMax);

  return {
    writers: (forecast) =>
      once('writers', forecast, async () => {
        const parent = await parentOfPick(forecast);
        if (parent === null) return [];
        const found = await Promise.all(
          pathsOf(forecast).map(async (path) => {
            const ranges = await runner.run(changedLines(parent, forecast.commit, path), signal);
            if (ranges.length === 0) return [];
            return runner.run(writersOf(parent, onto, path, ranges.slice(0, rangesMax)), signal);
          }),
        );
        return [...new Set(found.flat())].filter((commit) => commit !== forecast.commit);
      }),
    neighbours: (forecast) =>
      once('neighbours', forecast, async () => {
        const [parent, paths] = [await parentOfPick(forecast), pathsOf(forecast)];
        if (parent === null || paths.length === 0) return [];
        return runner.run(touching(parent, onto, paths, neighboursMax), signal);
      }),
  };
}
