/** The checks that an environment declares, as a plan carries them, and in words. */
import { parseDuration } from '../../configuration/duration.ts';
import type { CheckDeclaration, VerifyDeclaration } from '../../configuration/verify.ts';
import type { Check, CheckOf, VerifyPlan } from '../../domain/verification.ts';

/** What watches a canary of which nothing is declared: it may not answer more errors than what it replaces. */
const watchesCanary: CheckOf<'traffic'> = {
  kind: 'traffic',
  name: 'traffic',
  errors: 'compared',
  latency: null,
  requests: 50,
};

/** The checks of a deployment; null when nothing is declared and nothing is tried step by step. */
export function verifyPlanOf(declared: VerifyDeclaration | undefined, strategy: string | undefined): VerifyPlan | null {
  const checks = declared?.checks.map(checkOf) ?? [];
  const tried = strategy === 'canary' && !checks.some(({ kind }) => kind === 'traffic');
  const all = tried ? [...checks, watchesCanary] : checks;
  if (all.length === 0) return null;
  return { checks: all, watchMs: ms(declared?.watch ?? '0s'), unjudged: declared?.unjudged ?? 'go-on' };
}

/** Without what compares: where all traffic goes over at once, or nothing is rolled out, there is nothing to compare with. */
export const withoutComparison = (checks: readonly Check[]): Check[] =>
  checks.flatMap((check): Check[] => {
    if (check.kind !== 'traffic') return [check];
    const errors = check.errors === 'compared' ? null : check.errors;
    const latency = check.latency === 'compared' ? null : check.latency;
    return errors === null && latency === null ? [] : [{ ...check, errors, latency }];
  });

/** What of a verification fits a deployment: nothing when there is no check left. */
export function fitting(verify: VerifyPlan | undefined, gradual: boolean): { readonly verify?: VerifyPlan } {
  if (!verify) return {};
  const checks = gradual ? verify.checks : withoutComparison(verify.checks);
  return checks.length === 0 ? {} : { verify: { ...verify, checks } };
}

/** How often the checks run by themselves; null when they do not. */
export const scheduleMsOf = (declared: VerifyDeclaration | undefined): number | null =>
  declared?.every === undefined ? null : Math.max(leastScheduleMs, ms(declared.every));

/** More often would be a load of its own. */
const leastScheduleMs = 5000;

const ms = (text: string): number => parseDuration(text) ?? 0;

function checkOf(declared: CheckDeclaration): Check {
  const { name } = declared;
  if ('http' in declared) {
    const { service, port, path, status, contains, within } = declared.http;
    return {
      kind: 'http',
      name: name ?? `${service}${path}`,
      service,
      port: port ?? null,
      path,
      status: status ?? null,
      contains: contains ?? null,
      withinMs: ms(within),
    };
  }
  if ('command' in declared) {
    const { service, run, timeout } = declared.command;
    return { kind: 'command', name: name ?? firstLine(run), service, run, timeoutMs: ms(timeout) };
  }
  if ('script' in declared) {
    const { path, in: image, timeout } = declared.script;
    return { kind: 'script', name: name ?? path, path, in: image, timeoutMs: ms(timeout) };
  }
  if ('traffic' in declared) {
    const { errors = null, latency, requests } = declared.traffic;
    return {
      kind: 'traffic',
      name: name ?? 'traffic',
      errors: errors === null && latency === undefined ? 'compared' : errors,
      latency: latency === undefined ? null : latency === 'compared' ? latency : ms(latency),
      requests,
    };
  }
  const { url, query, max = null, min = null } = declared.prometheus;
  return { kind: 'prometheus', name: name ?? firstLine(query), url, query, max, min };
}

const firstLine = (text: string): string => text.split('\n', 1)[0]?.slice(0, 80) ?? '';

/** One line that says what a check wants. */
export function wordsOf(check: Check): string {
  switch (check.kind) {
    case 'http': {
      const port = check.port === null ? '' : `:${String(check.port)}`;
      const contains = check.contains === null ? '' : `, with “${firstLine(check.contains)}”`;
      return `${check.service}${port} answers ${check.path} with ${check.status === null ? '2xx' : String(check.status)} within ${inTime(check.withinMs)}${contains}`;
    }
    case 'command':
      return `“${firstLine(check.run)}” succeeds in ${check.service} within ${inTime(check.timeoutMs)}`;
    case 'script':
      return `${check.path} succeeds in ${check.in} within ${inTime(check.timeoutMs)}`;
    case 'traffic':
      return [...errorWords(check), ...latencyWords(check)].join('; ');
    case 'prometheus':
      return `${firstLine(check.query)}${check.min === null ? '' : ` ≥ ${String(check.min)}`}${check.max === null ? '' : ` ≤ ${String(check.max)}`}`;
  }
}

const errorWords = ({ errors }: CheckOf<'traffic'>): string[] =>
  errors === null
    ? []
    : [errors === 'compared' ? 'no more errors than what serves beside it' : `at most ${String(errors)} % errors`];

const latencyWords = ({ latency }: CheckOf<'traffic'>): string[] =>
  latency === null
    ? []
    : [latency === 'compared' ? 'not slower than what serves beside it' : `95 % answered within ${inTime(latency)}`];

const inTime = (duration: number): string =>
  duration < 1000 ? `${String(duration)} ms` : `${String(Math.round(duration / 100) / 10)} s`;
