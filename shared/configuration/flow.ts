/** How the declared environments stand to one another: which is which, what comes before what, and what the diagram draws. */
import { kindOf } from '../environments/index.ts';
import type { EnvironmentKind } from '../environments/kind.ts';
import { fail } from '../problem.ts';
import { afterOf } from './checks.ts';
import { closestOf } from './remarks.ts';
import type { Configuration, EnvironmentDeclaration } from './schema.ts';

export interface ResolvedEnvironment {
  readonly name: string;
  readonly declaration: EnvironmentDeclaration;
  readonly kind: EnvironmentKind;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'promotion' | 'lane' | 'mirror';
}

const instancePattern = /^([a-z0-9][a-z0-9-]{0,39})\.([a-z0-9][a-z0-9-]{0,39})$/;

/**
 * The environment of that name: a declared one, or `TEMPLATE.NAME` of a declaration with `many: true`.
 * Throws `usage.no-such-environment` with the nearest name for anything else.
 */
export function resolveEnvironment(configuration: Configuration, name: string): ResolvedEnvironment {
  const [, template] = instancePattern.exec(name) ?? [];
  const declared = declarationOf(configuration, template ?? name);
  if (!declared || (template !== undefined && !declared.many)) {
    const names = Object.keys(configuration.environments);
    const nearest = closestOf(name, names);
    throw fail('usage.no-such-environment', `There is no environment called ${JSON.stringify(name.slice(0, 100))}.`, {
      hint: `Did you mean ${nearest ?? 'another'}? The environments are: ${names.join(', ')}.`,
      details: { environments: names, nearest: nearest ?? null },
    });
  }
  return { name, declaration: declared, kind: kindOf(declared.kind) };
}

/** The kind of an environment, also of a template's; null for one that is declared no more. */
export const kindNamed = (configuration: Configuration, name: string): string | null =>
  declarationOf(configuration, instancePattern.exec(name)?.[1] ?? name)?.kind ?? null;

/**
 * The environments that come straight before one: those that it names in `after`, then the release lanes that lead
 * `to` it. A release must have run healthy in all of `after`; a lane is another way in, not one more condition.
 */
export function upstreamsOf(configuration: Configuration, name: string): string[] {
  const { declaration } = resolveEnvironment(configuration, name);
  const lanes = namesOf(configuration).filter((lane) => declarationOf(configuration, lane)?.to === name);
  return [...new Set([...afterOf(declaration), ...lanes])];
}

/**
 * The edges of the diagram. Promotions follow `after`; what has no environment before it starts at the dev box. A lane
 * leads to where it joins and to production beyond it; a mirror leads from production to its copy.
 */
export function edgesOf(configuration: Configuration): Edge[] {
  const names = namesOf(configuration);
  const developments = names.filter((name) => kindNamed(configuration, name) === 'development');
  const edges = names.flatMap((name): Edge[] => {
    const declaration = declarationOf(configuration, name);
    if (!declaration) return [];
    if (declaration.of !== undefined) return [{ from: declaration.of, to: name, kind: 'mirror' }];
    if (declaration.kind === 'release')
      return laneEnds(configuration, name).map((to) => ({ from: name, to, kind: 'lane' }));
    const before = afterOf(declaration);
    const from = before.length > 0 || declaration.kind === 'development' ? before : developments;
    return from.map((other) => ({ from: other, to: name, kind: 'promotion' }));
  });
  return edges.filter(
    (edge, index) => edges.findIndex((other) => other.from === edge.from && other.to === edge.to) === index,
  );
}

function laneEnds(configuration: Configuration, lane: string): string[] {
  const to = declarationOf(configuration, lane)?.to;
  const productions = namesOf(configuration).filter(
    (name) => declarationOf(configuration, name)?.kind === 'production',
  );
  const beyond =
    to === undefined ? productions : productions.filter((production) => isBefore(configuration, to, production));
  return [...new Set([...(to === undefined ? [] : [to]), ...beyond])];
}

function isBefore(configuration: Configuration, first: string, later: string): boolean {
  const declaration = declarationOf(configuration, later);
  return (
    declaration !== undefined &&
    afterOf(declaration).some((before) => before === first || isBefore(configuration, first, before))
  );
}

const namesOf = ({ environments }: Configuration): string[] => Object.keys(environments);

function declarationOf({ environments }: Configuration, name: string): EnvironmentDeclaration | undefined {
  return Object.hasOwn(environments, name) ? environments[name] : undefined;
}

/** Whether a ref is of a pattern such as `release/*`; a star stands for anything. Takes linear time, whatever both say. */
export function matchesPattern(pattern: string, ref: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return ref === first;
  if (!ref.startsWith(first) || ref.length < first.length + last.length || !ref.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = ref.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= ref.length - last.length;
}
