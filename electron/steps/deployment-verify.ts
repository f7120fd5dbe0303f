import { setTimeout as sleep } from 'node:timers/promises';
import { isArtifact } from '../../shared/domain/naming.ts';
import type { DeploymentPlan, Side } from '../../shared/domain/plan.ts';
import { fail } from '../../shared/problem.ts';
import type { ContainerSpec, Target } from '../targets/target.ts';
import { absent, type DeploymentStep, type StepContext } from './step.ts';
import { awaitHealthy } from './await-health.ts';
import { checkedSide } from './checked-side.ts';
import { servingKept } from './keep-serving.ts';
import { frontLooks } from './look-at-traffic.ts';
import { newSideAnswers } from './new-side-answers.ts';
import { patienceOf } from './patience.ts';
import { leftOf } from './rollout-watch.ts';
import { containersOf, jobsOf } from './specs.ts';
import { undoWatching, watching } from './watching.ts';

/** Until every check has answered it waits for them; after that for their next turn. */
const pollMs = 20;
const settledPollMs = 500;

/** The proof after the switch: the very digests of the release run, and pass their checks several times in a row. */
export const deploymentVerify: DeploymentStep = {
  type: 'deployment.verify',
  async run(context) {
    const { plan, target, operation } = context;
    const { services } = plan.next.application;
    const specs = containersOf(plan, plan.next, operation.id);
    await Promise.all(
      specs.filter(({ service }) => isArtifact(service)).map((spec) => assertImage(spec, plan.next, target)),
    );
    await awaitHealthy(target, specs, jobsOf(services), patienceOf(context, 3));
    if (plan.verify) await proved(context, plan.verify.watchMs);
    return null;
  },
  probe: () => Promise.resolve(absent),
  undo: undoWatching,
};

async function assertImage({ name, service }: ContainerSpec, next: Side, target: Target): Promise<void> {
  const state = await target.inspect(name);
  const artifact = next.artifacts.find((candidate) => candidate.service === service.name);
  if (!state || !artifact || state.image === artifact.imageId || state.image === artifact.digest) return;
  throw fail('failed.wrong-image', `“${service.name}” runs ${state.image}, and the release is ${artifact.digest}.`, {
    hint: 'Somebody replaced the container while it was deployed. Deploy again.',
  });
}

/** The declared checks, each at least once, and for as long as is declared: until then the way back is open. */
async function proved(context: StepContext<DeploymentPlan>, watchMs: number): Promise<void> {
  const { signal, crashPoint } = context;
  const until = performance.now() + leftOf(context, watchMs);
  const watch = watching(context, checkedSide(context));
  const keep = servingKept(context);
  const answers = newSideAnswers(context);
  const lookAtFront = frontLooks(context);
  try {
    for (;;) {
      await keep();
      await answers();
      await lookAtFront();
      watch.look();
      if (performance.now() >= until && watch.settled()) break;
      await sleep(watch.settled() ? settledPollMs : pollMs, undefined, { signal });
    }
    watch.end();
    crashPoint('deployment.verify.judged');
  } finally {
    await watch.close();
  }
}
