/**
 * Looks for commits that make a conflicting pick clean when they go first. Whatever is offered was simulated: a guess
 * that conflicts itself, or whose picks change nothing, is never shown. Single commits are tried first, all at once;
 * then what the conflicting lines name is followed from conflict to conflict until it holds, and made as small as it
 * can be.
 */
import type { PickForecast, PickRequest, PrerequisiteItem, PrerequisiteSet } from '../../../shared/domain/hotfix.ts';
import { between } from '../commands/dependencies.ts';
import type { Runner } from '../run.ts';
import { dependenciesOn, type Dependencies } from './dependencies.ts';
import type { Forecasts } from './forecasts.ts';
import { sequence } from './plan.ts';
import type { Scratch } from './scratch.ts';
import { readCommit } from './source.ts';

export interface Tools {
  readonly runner: Runner;
  readonly scratch: Scratch;
  readonly forecasts: Forecasts;
}

export interface Question {
  /** The commit of the target, and the tree that the pick goes on: that of the commit, or with picks on it. */
  readonly onto: string;
  readonly start: string;
  readonly pick: PickRequest;
}

const budgetMs = 15_000;
const triedMax = 400;
const setsMax = 5;
const sizeMax = 40;

export async function* searchPrerequisites(
  tools: Tools,
  question: Question,
  cancelled?: AbortSignal,
): AsyncGenerator<PrerequisiteItem> {
  const deadline = AbortSignal.timeout(budgetMs);
  const signal = cancelled ? AbortSignal.any([deadline, cancelled]) : deadline;
  const progress = { tried: 0 };
  let complete = true;
  try {
    yield* search(tools, question, progress, signal);
  } catch (thrown) {
    // Out of time is an answer; what was found until then stands.
    if (cancelled?.aborted) return;
    if (!deadline.aborted && thrown !== exhausted) throw thrown;
    complete = false;
  }
  yield { item: 'end', tried: progress.tried, complete };
}

const exhausted = new Error('Enough was tried.');

async function* search(
  tools: Tools,
  question: Question,
  progress: { tried: number },
  signal: AbortSignal,
): AsyncGenerator<PrerequisiteItem> {
  const { runner, scratch, forecasts } = tools;
  const { onto, start, pick } = question;
  const [alone] = await forecasts.onTrees(scratch, [{ tree: start, pick }], { signal });
  if (alone?.forecast !== 'conflict' || alone.problem) return;
  const dependencies = dependenciesOn(runner, scratch, onto, signal);
  const [writers, commits] = await Promise.all([
    dependencies.writers(alone),
    runner.run(between(onto, pick.commit), signal),
  ]);
  const order = new Map(commits.map((commit, index) => [commit, index]));
  const attempt: Attempt = {
    ...tools,
    question,
    signal,
    dependencies,
    count(more) {
      progress.tried += more;
      if (progress.tried > triedMax) throw exhausted;
    },
    sorted: (set) =>
      [...set]
        .filter((commit) => order.has(commit) && commit !== pick.commit)
        .sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
  };
  const named = attempt.sorted(new Set(writers));
  yield { item: 'named', commits: await subjectsOf(scratch, named) };

  let offered = 0;
  for (const candidates of [() => Promise.resolve(named), () => dependencies.neighbours(alone)]) {
    for (const set of await singles(attempt, attempt.sorted(new Set(await candidates())))) {
      yield { item: 'set', set };
      offered += 1;
      if (offered >= setsMax) return;
    }
    if (offered > 0) return;
  }
  for (const candidates of [() => Promise.resolve(named), () => dependencies.neighbours(alone)]) {
    const closed = await closure(attempt, new Set(await candidates()));
    if (!closed) continue;
    yield { item: 'set', set: await smallest(attempt, closed) };
    return;
  }
}

interface Attempt extends Tools {
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly dependencies: Dependencies;
  /** Counts what is tried; throws when it is enough. */
  count(more: number): void;
  /** Parents before children; only what the target lacks. */
  sorted(set: ReadonlySet<string>): string[];
}

/** Every single commit that is enough, the newest first: two gits for all of them. */
async function singles(attempt: Attempt, candidates: readonly string[]): Promise<PrerequisiteSet[]> {
  const { scratch, forecasts, question, signal } = attempt;
  attempt.count(candidates.length);
  const options = { near: question.start, signal };
  const first = await forecasts.onTrees(
    scratch,
    candidates.toReversed().map((commit) => ({ tree: question.start, pick: { commit } })),
    options,
  );
  const clean = first.flatMap((forecast) =>
    forecast.forecast === 'clean' && forecast.tree !== null ? [{ forecast, tree: forecast.tree }] : [],
  );
  const then = await forecasts.onTrees(
    scratch,
    clean.map(({ tree }) => ({ tree, pick: question.pick })),
    options,
  );
  return clean.flatMap(({ forecast }, index) => {
    const last = then[index];
    return last?.forecast === 'clean' && last.tree !== null ? [{ picks: [forecast, last], tree: last.tree }] : [];
  });
}

/** Tries some commits before the pick. */
async function simulate(
  attempt: Attempt,
  set: readonly string[],
): Promise<{ picks: PickForecast[]; tree: string | null; obstacle: PickForecast | null }> {
  const { forecasts, scratch, question, signal } = attempt;
  attempt.count(1);
  const picks = [...set.map((commit) => ({ commit })), question.pick];
  const done = await sequence(forecasts, scratch, question.start, picks, signal);
  return { ...done, obstacle: done.picks.find(({ forecast }) => forecast !== 'clean') ?? null };
}

/** Adds what each conflict asks for, and leaves out what changes nothing or cannot be had, until all of it is clean. */
async function closure(attempt: Attempt, first: ReadonlySet<string>): Promise<PrerequisiteSet | null> {
  const { question, dependencies } = attempt;
  const set = new Set(attempt.sorted(first));
  const useless = new Set<string>();
  while (set.size > 0 && set.size <= sizeMax) {
    const { picks, tree, obstacle } = await simulate(attempt, attempt.sorted(set));
    if (obstacle === null) return tree === null ? null : { picks, tree };
    const isPick = obstacle.commit === question.pick.commit;
    const more = obstacle.forecast === 'conflict' && !obstacle.problem ? await wanted(dependencies, obstacle) : [];
    const fresh = attempt.sorted(new Set(more.filter((commit) => !set.has(commit) && !useless.has(commit))));
    if (fresh.length > 0) for (const commit of fresh) set.add(commit);
    else if (isPick) return null;
    else {
      set.delete(obstacle.commit);
      useless.add(obstacle.commit);
    }
  }
  return null;

  async function wanted(from: Dependencies, obstacle: PickForecast): Promise<string[]> {
    const isNew = (commit: string): boolean => !set.has(commit) && !useless.has(commit);
    const writers = attempt.sorted(new Set((await from.writers(obstacle)).filter(isNew)));
    if (writers.length > 0) return writers;
    return (await from.neighbours(obstacle)).filter(isNew).slice(0, 1);
  }
}

/** Leaves out what is not needed, one by one. */
async function smallest(attempt: Attempt, closed: PrerequisiteSet): Promise<PrerequisiteSet> {
  let best = closed;
  for (const { commit } of closed.picks.slice(0, -1)) {
    const without = best.picks.slice(0, -1).flatMap((pick) => (pick.commit === commit ? [] : [pick.commit]));
    try {
      const { picks, tree, obstacle } = await simulate(attempt, without);
      if (obstacle === null && tree !== null) best = { picks, tree };
    } catch {
      // Out of time: what works is offered as it is.
      return best;
    }
  }
  return best;
}

const subjectsOf = (scratch: Scratch, commits: readonly string[]): Promise<{ commit: string; subject: string }[]> =>
  Promise.all(commits.map(async (commit) => ({ commit, subject: (await readCommit(scratch.reader, commit)).subject })));
