/**
 * Whether one of two versions does worse, judged again and again while requests come in.
 *
 * A usual test (Fisher's, a z-test) is made for one look at the end: looked at every second, it sooner or later calls
 * two identical versions different. Here each second is a bet instead. The front draws by chance which version a request
 * goes to, so, if the versions are alike, the bad answers of a second fall on the two as if they were drawn without
 * looking: hypergeometric, whatever the rate of bad answers is just then. The bet pays by how much likelier the seen
 * split is if the odds of a bad answer are `odds` times higher on the canary (Fisher's noncentral hypergeometric
 * distribution). Its fair price is 1, so the product of all bets is a nonnegative martingale with mean 1, also with the
 * share of the canary growing meanwhile, and by Ville's inequality it EVER reaches 1/α with probability at most α. That
 * is what makes it valid at every look, and at the stop that a look causes.
 *
 * Sources: J. Ville, Étude critique de la notion de collectif, 1939; A. Ramdas, P. Grünwald, V. Vovk, G. Shafer,
 * “Game-theoretic statistics and safe anytime-valid inference”, Statistical Science 38(4), 2023; R. Turner, A. Ly,
 * P. Grünwald, “Generic E-variables for exact sequential k-sample tests that allow for optional stopping”, JSPI 230, 2024.
 * Conditioning on each second's bad answers (as Fisher's exact test does on all) costs little evidence and takes away
 * what production is full of: a rate that moves for both at once, as when a database that they share is slow.
 */

/** What happened on both sides in the same span of time. */
export interface Block {
  readonly stable: { readonly total: number; readonly bad: number };
  readonly canary: { readonly total: number; readonly bad: number };
}

/**
 * Odds that are bet on, and the part of the stake on each, as the true ones are not known. Most is on those of a
 * disaster: of it every further request is one too many, and a small difference takes many requests to show anyway.
 * Nothing is on less than two: a difference too small to matter loses its bets however many requests there are.
 */
const bets = [
  { odds: 2, part: 0.125 },
  { odds: 5, part: 0.125 },
  { odds: 20, part: 0.25 },
  { odds: 200, part: 0.5 },
] as const;

/** How often an identical version may be called worse, over a whole rollout and however often it is looked at. */
export const falseAlarm = { errors: 1 / 200, latency: 1 / 400 } as const;

export interface Evidence {
  /** The largest that it ever was: what was proved once stays proved. */
  readonly largest: number;
  readonly now: number;
}

/** The evidence that the canary does worse, as a factor against “they are alike”; 1/α or more is a proof at level α. */
export function evidenceOf(blocks: Iterable<Block>): Evidence {
  const logs = bets.map(() => 0);
  let largest = 1;
  let now = 1;
  for (const block of blocks) {
    for (const [index, { odds }] of bets.entries()) logs[index] = (logs[index] ?? 0) + logBet(block, odds);
    now = bets.reduce((sum, { part }, index) => sum + part * Math.exp(Math.min(logs[index] ?? 0, mostLog)), 0);
    largest = Math.max(largest, now);
  }
  return { largest, now };
}

/** What is proved beyond this is proved. */
const mostLog = 500;

/** log of P(split | odds) / P(split | alike), given how many of the span's answers were bad. */
function logBet({ stable, canary }: Block, odds: number): number {
  const bad = stable.bad + canary.bad;
  // Nothing bad, nothing good, or nobody to compare with: every split there can be is the one there is.
  if (bad === 0 || canary.total === 0 || stable.total === 0 || bad >= canary.total + stable.total) return 0;
  const least = Math.max(0, bad - stable.total);
  const most = Math.min(bad, canary.total);
  const logOdds = Math.log(odds);
  // log Σ P(x | alike) · odds^x, by the ratio of neighbours from the least split on; scaled by the largest term.
  let log = 0;
  let logSum = 0;
  let logWeighted = least * logOdds;
  for (let x = least; x < most; x += 1) {
    log += Math.log(((canary.total - x) / (x + 1)) * ((bad - x) / (stable.total - bad + x + 1)));
    logSum = addLogs(logSum, log);
    logWeighted = addLogs(logWeighted, log + (x + 1) * logOdds);
  }
  return canary.bad * logOdds - (logWeighted - logSum);
}

const addLogs = (one: number, other: number): number =>
  Math.max(one, other) + Math.log1p(Math.exp(-Math.abs(one - other)));

/** Rates that are bet on against a limit, as multiples of its odds. */
const overLimit = [1.5, 2, 5, 20];

/**
 * The evidence that more than `limit` (0 to 1) of the answers are bad, valid at every look for the same reason: the
 * likelihood of a higher rate against that of the limit, a bet whose price is at most 1 for every rate below the limit.
 */
export function evidenceOverLimit(answers: { readonly total: number; readonly bad: number }, limit: number): number {
  if (limit >= 1) return 1;
  const good = answers.total - answers.bad;
  // No bad answer at all is allowed: one is a proof.
  if (limit <= 0) return answers.bad > 0 ? Infinity : 1;
  const logs = overLimit.map((factor) => {
    const odds = (limit / (1 - limit)) * factor;
    const rate = odds / (1 + odds);
    return answers.bad * Math.log(rate / limit) + good * Math.log((1 - rate) / (1 - limit));
  });
  return logs.reduce((sum, log) => sum + Math.exp(Math.min(log, mostLog)), 0) / logs.length;
}
