import { workItemsIn } from '../../shared/domain/work-items.ts';
import type { Engine } from '../engine/engine.ts';
import type { Handlers } from './router.ts';

export function repositoryHandlers(engine: Engine) {
  return {
    'repository.refs': async ({ project }) => (await engine.workspace.get(project)).repository.refs(),
    'repository.log': async ({ project, ref, skip, limit, search }) => {
      const { repository } = await engine.workspace.get(project);
      const commits = await repository.log({
        ...(ref === undefined ? {} : { ref }),
        ...(search === undefined ? {} : { search }),
        skip,
        limit: limit + 1,
      });
      return { commits: commits.slice(0, limit), more: commits.length > limit };
    },
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
  } satisfies Partial<Handlers>;
}
