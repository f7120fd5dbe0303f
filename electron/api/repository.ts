import { workItemsIn } from '../../shared/domain/work-items.ts';
import type { Engine } from '../engine/engine.ts';
import type { Handlers } from './router.ts';

export function repositoryHandlers(engine: Engine) {
  return {
    'repository.refs': async ({ project }) => (await engine.workspace.get(project)).repository.refs(),
    'repository.log': async ({ project, ...asked }) => (await engine.workspace.get(project)).repository.page(asked),
    'repository.commit': async ({ project, commit }) => {
      const { repository } = await engine.workspace.get(project);
      const detail = await repository.detail(await repository.resolve(commit));
      return {
        commit: detail.commit,
        message: detail.message,
        truncated: detail.truncated,
        files: [...detail.files].slice(0, 2000),
        workItems: workItemsIn([detail.message]),
      };
    },
    'repository.diff': async ({ project, commit, ...asked }) => {
      const { repository } = await engine.workspace.get(project);
      return repository.diff(await repository.resolve(commit), asked);
    },
  } satisfies Partial<Handlers>;
}
