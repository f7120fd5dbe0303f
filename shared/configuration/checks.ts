/** What a schema cannot see: whether the environments of a configuration make sense together. */
import type { Configuration, EnvironmentDeclaration } from './schema.ts';
import type { Remark } from './document.ts';
import { pipelineContradictions } from './pipeline-checks.ts';
import { closestOf } from './remarks.ts';

type Found = Remark & { readonly message: string };
type Declared = readonly [name: string, environment: EnvironmentDeclaration];

/** Every contradiction in a configuration that its schema accepts. */
export function contradictionsOf(configuration: Configuration): Found[] {
  const declared = Object.entries(configuration.environments) as Declared[];
  if (declared.length === 0) return [{ path: ['environments'], message: 'no environment is declared' }];
  return [
    ...pathsOutside(configuration),
    ...targetsOf(configuration),
    ...declared.flatMap((environment) => referencesOf(environment, configuration)),
    ...declared.flatMap(ownContradictions),
    ...cyclesOf(configuration),
    ...pipelineContradictions(configuration.pipeline ?? {}),
    ...sharedPorts(declared),
  ];
}

/** The environments before this one, as a list, whatever way it was written. */
export const afterOf = (environment: EnvironmentDeclaration): readonly string[] =>
  environment.after === undefined ? [] : [environment.after].flat();

function pathsOutside({ compose }: Configuration): Found[] {
  const outside = compose.startsWith('/') || compose.split('/').includes('..') || compose.includes('\\');
  return outside
    ? [{ path: ['compose'], message: `"compose" must be a path inside the repository, not ${compose}` }]
    : [];
}

function targetsOf({ targets = {} }: Configuration): Found[] {
  return Object.entries(targets).flatMap(([name, target]): Found[] =>
    (target.docker === undefined) === (target.swarm === undefined)
      ? [{ path: ['targets', name], atKey: true, message: `target "${name}" must say either docker or swarm` }]
      : [],
  );
}

function referencesOf([name, environment]: Declared, { environments, targets = {} }: Configuration): Found[] {
  const base = ['environments', name];
  const single = !Array.isArray(environment.after);
  const named = [
    ...afterOf(environment).map((other, index) => ({
      key: 'after',
      other,
      path: [...base, 'after', ...(single ? [] : [index])],
    })),
    ...(environment.to === undefined ? [] : [{ key: 'to', other: environment.to, path: [...base, 'to'] }]),
    ...(environment.of === undefined ? [] : [{ key: 'of', other: environment.of, path: [...base, 'of'] }]),
  ];
  const found = named.flatMap(({ key, other, path }): Found[] => {
    const there = Object.hasOwn(environments, other) ? (environments[other] as EnvironmentDeclaration) : undefined;
    const nearest = closestOf(
      other,
      Object.keys(environments).filter((candidate) => candidate !== name),
    );
    if (!there) return [{ path, nearest, message: `there is no environment "${other}"` }];
    if (other === name)
      return [{ path, message: `environment "${name}" cannot come ${key === 'of' ? 'from' : key} itself` }];
    if (there.many) return [{ path, message: `"${other}" is a template: nothing runs in it that could be moved` }];
    if (key === 'of' && there.kind !== 'production')
      return [{ path, message: `"${other}" is of kind ${there.kind}; only a production environment can be copied` }];
    return [];
  });
  const known = [...new Set([...Object.keys(targets), 'local'])];
  if (environment.target !== undefined && !known.includes(environment.target)) {
    found.push({
      path: [...base, 'target'],
      nearest: closestOf(environment.target, known),
      message: `there is no target "${environment.target}"`,
    });
  }
  return found;
}

function ownContradictions([name, environment]: Declared): Found[] {
  const found: Found[] = [];
  const base = ['environments', name];
  if (environment.follows !== undefined && environment.after !== undefined) {
    found.push({
      path: [...base, 'follows'],
      atKey: true,
      message: `"${name}" says both after and follows: it takes what ran in another environment, or what a branch has, not both`,
    });
  }
  if (environment.many && environment.publish) {
    found.push({
      path: [...base, 'publish'],
      atKey: true,
      message: `"${name}" is a template: two environments made from it could not publish the same port`,
      hint: 'Leave publish out: a free port of this machine is chosen for each.',
    });
  }
  for (const [service, port] of Object.entries(environment.publish ?? {})) {
    const number = portOf(port).port;
    if (number < 1 || number > 65_535)
      found.push({ path: [...base, 'publish', service], message: `${number} is not a port; ports go from 1 to 65535` });
  }
  return [...found, ...unboundedQueries(name, environment)];
}

/** A query without a bound would pass whatever its value is. */
const unboundedQueries = (name: string, { verify }: EnvironmentDeclaration): Found[] =>
  (verify?.checks ?? []).flatMap((check, index): Found[] =>
    'prometheus' in check && check.prometheus.max === undefined && check.prometheus.min === undefined
      ? [
          {
            path: ['environments', name, 'verify', 'checks', index, 'prometheus'],
            atKey: true,
            message: 'a query needs max or min: without one every value would be well',
          },
        ]
      : [],
  );

/** Each cycle of `after` is named once, at the environment of it that is declared first. */
function cyclesOf({ environments }: Configuration): Found[] {
  const found: Found[] = [];
  const finished = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name);
    if (start >= 0) {
      const cycle = [...trail.slice(start), name];
      // An environment after itself is said at the reference.
      if (cycle.length > 2)
        found.push({
          path: ['environments', name, 'after'],
          message: `environments come after one another in a circle: ${cycle.join(' after ')}`,
        });
      return;
    }
    if (finished.has(name) || !Object.hasOwn(environments, name)) return;
    for (const before of afterOf(environments[name] as EnvironmentDeclaration)) visit(before, [...trail, name]);
    finished.add(name);
  };
  for (const name of Object.keys(environments)) visit(name, []);
  return found;
}

const everywhere = new Set(['', '0.0.0.0', '[::]']);

function portOf(published: string | number): { address: string; port: number } {
  const text = String(published);
  const colon = text.lastIndexOf(':');
  return { address: colon < 0 ? '' : text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

function sharedPorts(declared: readonly Declared[]): Found[] {
  const taken: { address: string; port: number; target: string; by: string }[] = [];
  return declared.flatMap(([name, environment]) =>
    Object.entries(environment.publish ?? {}).flatMap(([service, published]): Found[] => {
      const wanted = { ...portOf(published), target: environment.target ?? 'local', by: `${name}.${service}` };
      const other = taken.find(
        (one) =>
          one.port === wanted.port &&
          one.target === wanted.target &&
          (one.address === wanted.address || everywhere.has(one.address) || everywhere.has(wanted.address)),
      );
      taken.push(wanted);
      return other
        ? [
            {
              path: ['environments', name, 'publish', service],
              message: `port ${wanted.port} is published by ${other.by} already`,
            },
          ]
        : [];
    }),
  );
}
