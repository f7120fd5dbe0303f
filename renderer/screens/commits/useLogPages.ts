/** The log of a ref, a page at a time. */
import type { Commit } from '../../../shared/domain/commit.ts';
import { usePages } from '../../components/usePages.ts';
import { engine } from '../../transport/engine.ts';

const pageSize = 200;

interface Asked {
  readonly project: string;
  readonly ref: string | undefined;
  readonly search: string | undefined;
  /** When the tip moves, the first page is asked again. */
  readonly tip: string | null;
}

export const useLogPages = ({ project, ref, search, tip }: Asked) =>
  usePages<Commit>({
    key: JSON.stringify([project, ref, search]),
    fresh: tip,
    nameOf: (commit) => commit.sha,
    async ask(after) {
      const { commits, more } = await engine.call('repository.log', {
        project,
        skip: after.length,
        limit: pageSize,
        ...(ref ? { ref } : {}),
        ...(search ? { search } : {}),
      });
      return { items: commits, more };
    },
  });
