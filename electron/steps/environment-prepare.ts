import { networkName, volumeName } from '../../shared/domain/naming.ts';
import { absent, nothingToUndo, type DeploymentStep } from './step.ts';
import { environmentLabels, environmentPrefix } from './specs.ts';

/** The environment's own networks and volumes. No environment ever sees another's. */
export const environmentPrepare: DeploymentStep = {
  type: 'environment.prepare',
  async run({ plan, target }) {
    const prefix = environmentPrefix(plan);
    const labels = environmentLabels(plan);
    for (const network of plan.next.application.networks)
      await target.ensureNetwork(networkName(prefix, network.name), {
        internal: network.internal,
        labels: { ...network.labels, ...labels },
      });
    for (const volume of plan.next.application.volumes)
      await target.ensureVolume(volumeName(prefix, volume.name), { ...volume.labels, ...labels });
    return null;
  },
  probe: () => Promise.resolve(absent),
  // Volumes may hold data that nobody has twice, and an empty network costs nothing: both stay.
  undo: nothingToUndo,
};
