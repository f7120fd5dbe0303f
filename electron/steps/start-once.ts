/** Starting containers that may have run already. */
import type { Service } from '../../shared/domain/service.ts';
import type { ContainerSpec, Target } from '../targets/target.ts';
import { isJob } from './specs.ts';

/** Starts a container, but not a job that completed: what it does must happen once. */
export async function startOnce(target: Target, spec: ContainerSpec, services: readonly Service[]): Promise<void> {
  if (isJob(spec.service, services)) {
    const state = await target.inspect(spec.name);
    if (state?.state === 'exited' && state.exitCode === 0 && state.startedAt !== null) return;
  }
  await target.startContainer(spec.name);
}
