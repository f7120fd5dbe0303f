/** What a valid slipway.yaml asks for and this version does not do yet. It is said, never ignored in silence. */
import type { Path } from './document.ts';
import type { Configuration, EnvironmentDeclaration } from './schema.ts';

export interface Limitation {
  readonly message: string;
  /** The keys that lead to it, joined by dots. */
  readonly path: string;
  /** Whether a deployment without it would be wrong, so that none may start. */
  readonly blocks: boolean;
}

/** Limitations in the order of the file's keys. */
export const limitationsOf = (configuration: Configuration): Limitation[] =>
  placedLimitations(configuration).map(({ path, ...rest }) => ({ ...rest, path: path.join('.') }));

/** The same with the path in pieces, for finding its line. */
export function placedLimitations(
  configuration: Configuration,
): (Omit<Limitation, 'path'> & { readonly path: Path })[] {
  const said = (path: Path, message: string, blocks = false) => ({ path, message, blocks });
  const environments = Object.entries(configuration.environments) as [string, EnvironmentDeclaration][];
  return [
    ...(configuration.migrations
      ? [
          said(
            ['migrations'],
            'this version does not run migrations: a deployment would run code on a schema that it does not fit',
            true,
          ),
        ]
      : []),
    ...environments.flatMap(([name, { backups }]) => [
      ...(backups
        ? [
            said(
              ['environments', name, 'backups'],
              `this version makes no scheduled restore points: ${name} has no backups`,
            ),
          ]
        : []),
    ]),
    ...Object.entries(configuration.targets ?? {}).flatMap(([name, target]) =>
      target.swarm === undefined
        ? []
        : [
            said(
              ['targets', name, 'swarm'],
              `this version does not deploy to Swarm: nothing can run on target ${name}`,
              true,
            ),
          ],
    ),
  ];
}
