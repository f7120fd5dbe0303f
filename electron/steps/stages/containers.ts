/** The containers, networks and volumes of a stage: what they are called, whose they are, and how they go. */
import { createHash } from 'node:crypto';
import { besideName, cacheName, shellName, stageName } from '../../../shared/domain/naming.ts';
import { secretPrefix } from '../../../shared/domain/run.ts';
import { label } from '../../targets/labels.ts';
import type { Labels, WorkerSpec } from '../../targets/target.ts';
import type { CommandStage, RunContext } from './stage.ts';

/** Where the source is in the container, as it is at the commit: never a working tree. */
export const sourceFolder = '/slipway/source';

/** Which run it is. */
export type RunOf = Pick<RunContext, 'plan'> & { readonly operation: { readonly id: string } };

export const nameOf = ({ plan, operation }: RunOf, stage: string): string =>
  stageName(plan.projectName, plan.project, operation.id, stage);

/** By these a crash's leftovers are found: only this step of this run made them. */
const madeBy = ({ plan, operation, step }: RunContext): Labels => ({
  [label.project]: plan.project,
  [label.operation]: operation.id,
  [label.step]: step.id,
});

const labelsOf = (context: RunContext, stage: string, role: 'stage' | 'beside'): Labels => ({
  ...madeBy(context),
  [label.commit]: context.plan.commit,
  [label.service]: `:${stage}`,
  [label.role]: role,
});

/** Which network a stage is on, and whether it is one of its own that has to be made. */
export function networkOf(context: RunContext, { name, work }: CommandStage): WorkerSpec['network'] {
  if (work.network === 'none') return 'none';
  if (work.services.length > 0) return { name: nameOf(context, name), aliases: [] };
  return work.network === 'services' ? 'none' : 'open';
}

/** Makes the network of a stage that has services beside it. */
export async function ensureStageNetwork(context: RunContext, stage: CommandStage): Promise<void> {
  const network = networkOf(context, stage);
  if (typeof network !== 'object') return;
  const labels = labelsOf(context, stage.name, 'stage');
  await context.target.ensureNetwork(network.name, { internal: stage.work.network === 'services', labels });
}

/** The container of the stage itself. As root of its own container, without what no build needs: package managers ask for it. */
export function stageSpec(
  context: RunContext,
  stage: CommandStage,
  image: string,
  variables: Readonly<Record<string, string>>,
): WorkerSpec {
  return {
    name: nameOf(context, stage.name),
    image,
    entrypoint: ['/bin/sh', '-ec'],
    command: [stage.work.run],
    variables: { ...given(context, stage), ...variables },
    workingDirectory: sourceFolder,
    user: '0',
    network: networkOf(context, stage),
    volumes: stage.work.cache.map((path) => ({ name: volumeOf(context, path), target: cachePlace(path) })),
    limits: stage.work.limits,
    labels: labelsOf(context, stage.name, 'stage'),
    terminal: true,
  };
}

/** A container that stands beside a stage, reached by its name. */
export function besideSpec(
  context: RunContext,
  stage: CommandStage,
  service: CommandStage['work']['services'][number],
  image: string,
  variables: Readonly<Record<string, string>>,
): WorkerSpec {
  return {
    name: besideName(nameOf(context, stage.name), service.name),
    image,
    entrypoint: null,
    command: service.command,
    variables,
    workingDirectory: null,
    user: null,
    network: { name: nameOf(context, stage.name), aliases: [service.name] },
    volumes: [],
    limits: stage.work.limits,
    labels: labelsOf(context, stage.name, 'beside'),
    terminal: false,
  };
}

/** By these the container of a stage is found, or what somebody looks into it with. */
export const labelsOfStage = ({ plan, operation }: RunOf, stage: string, role: 'stage' | 'shell'): Labels => ({
  [label.project]: plan.project,
  [label.operation]: operation.id,
  [label.service]: `:${stage}`,
  [label.role]: role,
});

/** Variables of a stage whose values are secrets. */
export const secretVariables = ({ work }: CommandStage): string[] =>
  Object.entries(work.variables).flatMap(([name, value]) => (value.startsWith(secretPrefix) ? [name] : []));

/**
 * A container to look into a failed stage with: all as the stage had it but for the values of secrets, which are for
 * commands that were reviewed, and for what stood beside it, which is gone.
 */
export function shellSpec(
  run: RunOf,
  stage: CommandStage,
  { id, image, kept }: { id: string; image: string; kept: string },
): WorkerSpec {
  const { plan } = run;
  const secret = secretVariables(stage);
  const variables = Object.entries(stage.work.variables).filter(([name]) => !secret.includes(name));
  return {
    name: shellName(plan.projectName, plan.project, id),
    image,
    entrypoint: ['/bin/sh'],
    command: [],
    variables: { ...given(run, stage), ...Object.fromEntries(variables) },
    workingDirectory: sourceFolder,
    user: '0',
    network: stage.work.network === 'open' ? 'open' : 'none',
    volumes: [],
    volumesOf: kept,
    limits: stage.work.limits,
    labels: labelsOfStage(run, stage.name, 'shell'),
    terminal: true,
    idle: true,
  };
}

/** What every stage is told. */
const given = ({ plan, operation }: RunOf, stage: CommandStage): Record<string, string> => ({
  CI: 'true',
  TERM: 'xterm-256color',
  SLIPWAY_RUN: operation.id,
  SLIPWAY_STAGE: stage.name,
  SLIPWAY_COMMIT: plan.commit,
  SLIPWAY_REF: plan.ref,
  ...(stage.late ? { SLIPWAY_RELEASE: plan.release } : {}),
});

const cachePlace = (path: string): string => (path.startsWith('/') ? path : `${sourceFolder}/${path}`);

const volumeOf = ({ plan }: RunContext, path: string): string =>
  cacheName(plan.projectName, plan.project, createHash('sha256').update(cachePlace(path)).digest('hex').slice(0, 12));

/** Makes the caches that a stage uses. They are the project's: they stay when the run is over. */
export async function ensureCaches(context: RunContext, { work }: CommandStage): Promise<void> {
  await Promise.all(
    work.cache.map((path) =>
      context.target.ensureVolume(volumeOf(context, path), {
        [label.project]: context.plan.project,
        [label.role]: 'cache',
        [label.path]: cachePlace(path),
      }),
    ),
  );
}

/** Removes what a stage made, but for its caches, and where it `stays` its own container. Idempotent. */
export async function removeStage(context: RunContext, stage: CommandStage, stays = false): Promise<void> {
  const { target } = context;
  const name = nameOf(context, stage.name);
  const beside = stage.work.services.map((service) => besideName(name, service.name));
  await Promise.all([...(stays ? [] : [name]), ...beside].map((one) => target.removeContainer(one)));
  if (typeof networkOf(context, stage) === 'object') await target.removeNetwork(name);
}
