/** Which services run, and whether what they wait for runs too. */
import type { Path } from '../configuration/document.ts';
import { nearestOf } from '../configuration/remarks.ts';
import type { Service } from '../domain/service.ts';
import { isValues, type Values } from './reading.ts';

interface Found {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly nearest?: string | undefined;
}

/** Services without profiles always run; the others when one of theirs is on. */
export function enabledServices(services: Values, profiles: readonly string[]): string[] {
  return Object.keys(services).filter((name) => {
    const service = services[name];
    const own = isValues(service) ? service['profiles'] : undefined;
    return (
      !Array.isArray(own) ||
      own.length === 0 ||
      profiles.includes('*') ||
      own.some((profile) => profiles.includes(String(profile)))
    );
  });
}

/** Dependencies on what does not run, and circles. A dependency does not switch a profile on: the specification says so. */
export function dependencyRemarks(
  services: readonly Service[],
  enabled: readonly string[],
  declared: readonly string[],
): Found[] {
  const missing = services.flatMap((service) =>
    Object.entries(service.dependsOn).flatMap(([name, { required }]): Found[] => {
      if (!required || enabled.includes(name)) return [];
      const path = ['services', service.name, 'depends_on'];
      return declared.includes(name)
        ? [
            {
              path,
              message: `${service.name} depends on ${name}, which is off here`,
              hint: `Switch one of ${name}'s profiles on for the environment, or say required: false.`,
            },
          ]
        : [
            {
              path,
              message: `${service.name} depends on ${name}, which there is not`,
              nearest: nearestOf(name, declared),
            },
          ];
    }),
  );
  return [...missing, ...circles(new Map(services.map((service) => [service.name, service])))];
}

function circles(services: ReadonlyMap<string, Service>): Found[] {
  const found: Found[] = [];
  const finished = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    const start = trail.indexOf(name);
    if (start >= 0) {
      found.push({
        path: ['services', name, 'depends_on'],
        message: `services wait for one another in a circle: ${[...trail.slice(start), name].join(' → ')}`,
      });
      return;
    }
    if (finished.has(name)) return;
    for (const next of Object.keys(services.get(name)?.dependsOn ?? {})) visit(next, [...trail, name]);
    finished.add(name);
  };
  for (const name of services.keys()) visit(name, []);
  return found;
}
