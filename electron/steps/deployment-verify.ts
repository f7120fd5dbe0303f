import { isArtifact } from '../../shared/domain/naming.ts';
import { fail } from '../../shared/problem.ts';
import { absent, nothingToUndo, type DeploymentStep } from './step.ts';
import { awaitHealthy } from './await-health.ts';
import { patienceOf } from './patience.ts';
import { containersOf, jobsOf } from './specs.ts';

/** The proof after the switch: the very digests of the release run, and pass their checks several times in a row. */
export const deploymentVerify: DeploymentStep = {
  type: 'deployment.verify',
  async run(context) {
    const { plan, target, operation } = context;
    const { services } = plan.next.application;
    const specs = containersOf(plan, plan.next, operation.id);
    for (const spec of specs.filter((candidate) => isArtifact(candidate.service))) {
      const state = await target.inspect(spec.name);
      const artifact = plan.next.artifacts.find((candidate) => candidate.service === spec.service.name);
      if (state && artifact && state.image !== artifact.imageId && state.image !== artifact.digest) {
        throw fail(
          'failed.wrong-image',
          `“${spec.service.name}” runs ${state.image}, and the release is ${artifact.digest}.`,
          { hint: 'Somebody replaced the container while it was deployed. Deploy again.' },
        );
      }
    }
    await awaitHealthy(target, specs, jobsOf(services), patienceOf(context, 3));
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: nothingToUndo,
};
