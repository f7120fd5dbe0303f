/** The steps there are: one file and one line each. */
import type { Plan } from '../../shared/domain/plan.ts';
import { fail } from '../../shared/problem.ts';
import type { Step } from './step.ts';
import { containersRehearse } from './containers-rehearse.ts';
import { containersRetire } from './containers-retire.ts';
import { containersSwitch } from './containers-switch.ts';
import { dependenciesEnsure } from './dependencies-ensure.ts';
import { deploymentVerify } from './deployment-verify.ts';
import { environmentPrepare } from './environment-prepare.ts';
import { environmentRemove } from './environment-remove.ts';
import { frontEnsure } from './front-ensure.ts';
import { imageBuild } from './image-build.ts';
import { imagePush } from './image-push.ts';
import { imagesPrune } from './images-prune.ts';
import { imagesEnsure } from './images-ensure.ts';
import { laneBranch } from './lane-branch.ts';
import { laneKeep } from './lane-keep.ts';
import { lanePublish } from './lane-publish.ts';
import { laneRecord } from './lane-record.ts';
import { laneRemember } from './lane-remember.ts';
import { releaseRecord } from './release-record.ts';
import { revisionRecord } from './revision-record.ts';
import { sideRemove } from './side-remove.ts';
import { rolloutWatch } from './rollout-watch.ts';
import { sideStart } from './side-start.ts';
import { sideStop } from './side-stop.ts';
import { sourcePin } from './source-pin.ts';
import { sourceUnpin } from './source-unpin.ts';
import { stagesRun } from './stages-run.ts';
import { trafficShift } from './traffic-shift.ts';

const steps = [
  sourcePin,
  sourceUnpin,
  stagesRun,
  imageBuild,
  imagePush,
  releaseRecord,
  imagesPrune,
  imagesEnsure,
  environmentPrepare,
  environmentRemove,
  dependenciesEnsure,
  containersRehearse,
  containersSwitch,
  sideStart,
  sideStop,
  sideRemove,
  frontEnsure,
  trafficShift,
  rolloutWatch,
  deploymentVerify,
  revisionRecord,
  containersRetire,
  laneKeep,
  laneBranch,
  lanePublish,
  laneRecord,
  laneRemember,
];

/** The step of a type. A plan only ever holds steps of its own kind, which is why the cast is sound. */
export function stepOf(type: string): Step<Plan> {
  const step = steps.find((candidate) => candidate.type === type);
  if (!step)
    throw fail('attention.unknown-step', `This version of Slipway knows no step “${type}”.`, {
      hint: 'The operation was started by another version: start that one.',
    });
  return step;
}
