/** The environments of templates (`many: true`) that there are. */
import type { Configuration, EnvironmentDeclaration } from '../../../shared/configuration/schema.ts';
import type { Engine } from '../engine.ts';

/** Templates that slipway.yaml declares: each stands for any number of environments. */
export const templatesOf = (configuration: Configuration): [name: string, declaration: EnvironmentDeclaration][] =>
  Object.entries(configuration.environments).filter(
    ([, declaration]: [string, EnvironmentDeclaration]) => declaration.many === true,
  );

/**
 * Names of the instances that there are: those that were made, and those that a promotion went to. One that was removed
 * is there again only when something came to it since.
 */
export function instancesOf({ store }: Engine, project: string, configuration: Configuration): string[] {
  const templates = templatesOf(configuration).map(([name]) => name);
  const gone = store.testEnvironments.gone(project);
  const isThere = (name: string): boolean =>
    !gone.has(name) ||
    store.revisions.running(project, name) !== null ||
    store.operations.openInScope(project, `environment:${name}`) !== null;
  const made = store.testEnvironments.list(project).map(({ environment }) => environment);
  const deployed = store.revisions.environments(project).filter(isThere);
  return [...new Set([...made, ...deployed])].filter((name) => {
    const [template = '', instance] = name.split('.');
    return instance !== undefined && templates.includes(template);
  });
}
