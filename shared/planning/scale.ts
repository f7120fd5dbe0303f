/** More or fewer containers of one service, of the release that runs: what is there stays, and is never started anew. */
import { isArtifact } from '../domain/naming.ts';
import type { Binding, DeploymentPlan, Side } from '../domain/plan.ts';
import type { Revision } from '../domain/revision.ts';
import type { Application } from '../domain/service.ts';
import { problemOf, type Problem } from '../problem.ts';
import { frozen } from './frozen.ts';
import { replicaStep, stepOf } from './move-steps.ts';
import { busy } from './promotion.ts';
import { removesSide, startsSide, stopsSide } from './standing.ts';

/** A number of containers that a person chose while it ran, and what the files said then. */
export interface Scale {
  readonly service: string;
  readonly replicas: number;
  readonly declared: number;
}

/** The application as it shall run: with what people chose, as long as the files say what they said then. */
export const scaledApplication = (application: Application, scales: readonly Scale[]): Application => ({
  ...application,
  services: application.services.map((service) => {
    const scale = scales.find((one) => one.service === service.name && one.declared === service.replicas);
    return scale ? { ...service, replicas: scale.replicas } : service;
  }),
});

/** The application of an earlier revision, with the numbers of containers that people chose since. */
export const rescaledApplication = (application: Application, scales: readonly Scale[]): Application => ({
  ...application,
  services: application.services.map((service) => ({
    ...service,
    replicas: scales.find((one) => one.service === service.name)?.replicas ?? service.replicas,
  })),
});

export interface ScaleFacts {
  readonly project: string;
  readonly projectName: string;
  readonly environment: string;
  readonly environmentKind: string;
  readonly target: string;
  readonly current: Revision;
  /** What runs, with its front and its ports. */
  readonly side: Side;
  readonly bindings: readonly Binding[];
  readonly healthTimeoutMs: number;
  /** How long what is warm behind what runs stays so, as its deployment said. */
  readonly rollout: DeploymentPlan['rollout'];
  readonly openOperation: string | null;
  readonly revision: number;
  readonly service: string;
  readonly replicas: number;
  /** What the files say now; null when they name no such service any more. */
  readonly declared: number | null;
  /** The hash of an application. */
  readonly hashOf: (application: Application) => string;
}

/** The plan, or why there can be none. */
export function planScale(facts: ScaleFacts): DeploymentPlan | Problem {
  const { side, revision, environment, service: name, replicas } = facts;
  const service = side.application.services.find((one) => one.name === name);
  const refusal = refusalOf(facts);
  if (refusal || !service) return refusal ?? unknownService(facts);
  const application: Application = {
    ...side.application,
    services: side.application.services.map((one) => (one === service ? { ...one, replicas } : one)),
  };
  const runsAs = side.runsAs ?? side.revision;
  const grows = replicas > service.replicas;
  const [few, many] = grows ? [service.replicas, replicas] : [replicas, service.replicas];
  const changed = { [name]: Array.from({ length: many - few }, (_, index) => few + index + 1) };
  const count = many - few === 1 ? `container of ${name}` : `containers of ${name}`;
  return frozen({
    kind: 'scale' as const,
    project: facts.project,
    projectName: facts.projectName,
    environment,
    environmentKind: facts.environmentKind,
    target: facts.target,
    next: { ...side, revision, runsAs, application, configuration: facts.hashOf(application) },
    previous: side,
    restores: null,
    bindings: [...facts.bindings],
    healthTimeoutMs: facts.healthTimeoutMs,
    rehearsed: false,
    ...(facts.rollout ? { rollout: facts.rollout } : {}),
    scale: { service: name, replicas, declared: facts.declared ?? replicas },
    notices: replicas === 0 ? [`Nobody answers for ${name} in ${environment} until it is scaled up again.`] : [],
    steps: grows
      ? [
          stepOf('images.ensure', 'Have every image at hand'),
          replicaStep(startsSide, startsSide, `Start ${String(many - few)} more ${count}`, changed),
          ...closing(revision),
        ]
      : [
          replicaStep(stopsSide, stopsSide, `Let ${String(many - few)} ${count} finish, and stop them`, changed),
          ...closing(revision),
          replicaStep(removesSide, removesSide, 'Remove what was stopped', changed),
        ],
  });
}

const closing = (revision: number) => [
  stepOf('deployment.verify', 'Verify what runs'),
  stepOf('revision.record', `Record revision ${String(revision)} as running`, { commits: true }),
];

function refusalOf(facts: ScaleFacts): Problem | null {
  const { side, environment, service: name, replicas, bindings, openOperation } = facts;
  if (openOperation !== null) return busy(environment, openOperation);
  const service = side.application.services.find((one) => one.name === name);
  if (!service) return unknownService(facts);
  const job = side.application.services.some(
    ({ dependsOn }) => dependsOn[name]?.condition === 'service_completed_successfully',
  );
  if (!isArtifact(service) || job)
    return problemOf(
      'refused.not-scalable',
      job ? `“${name}” runs once with each deployment.` : `“${name}” is no part of the release.`,
      { hint: 'Set its replicas in slipway.yaml, and deploy.' },
    );
  if (service.replicas === replicas)
    return problemOf('refused.already-running', `${environment} runs ${String(replicas)} of ${name} already.`, {
      hint: 'There is nothing to do.',
    });
  const owned = bindings.some(
    (one) => one.service === name && !(one.protocol === 'tcp' && side.front?.services.includes(name)),
  );
  if (replicas > 1 && owned)
    return problemOf('refused.port-shared', `“${name}” owns a port: only one container can.`, {
      hint: 'Behind a load balancer it can have more: name its image as front.image, and deploy.',
    });
  const slots = side.front?.services.includes(name) ? side.front.shape.slots : replicas;
  return replicas > slots
    ? problemOf('refused.front-full', `The load balancer takes ${String(slots)} containers of a service.`, {
        hint: `Ask for ${String(slots)} at most.`,
      })
    : null;
}

const unknownService = ({ side, environment, service }: ScaleFacts): Problem =>
  problemOf('usage.no-such-service', `${environment} runs no service “${service.slice(0, 100)}”.`, {
    hint: `Services: ${side.application.services.map(({ name }) => name).join(', ')}.`,
  });
