/** Gitea and Forgejo, by Gitea's own client. */
import { giteaApi } from 'gitea-js';
import { z } from 'zod';
import { fail } from '../../shared/problem.ts';
import { boundedFetch } from './fetch.ts';
import { openPages, pagesOf, told, toldTitle, toldUrl, type Forge, type ForgeAddress } from './forge.ts';
import type { MergeRequest } from './forge.ts';

const answerSchema = z.array(
  z.object({
    number: z.number().int(),
    title: z.string(),
    body: z.string().nullish(),
    html_url: z.string().nullish(),
    draft: z.boolean().nullish(),
    state: z.string(),
    merged: z.boolean().nullish(),
    requested_reviewers: z.array(z.object({ login: z.string() })).nullish(),
    head: z.object({ ref: z.string(), sha: z.string().nullish(), repo_id: z.number().nullish() }),
    base: z.object({ repo_id: z.number().nullish() }),
  }),
);
/** More are not given at once, whatever is asked for, unless its owner allowed it. */
const mostPerPage = 50;
type Answered = z.infer<typeof answerSchema>[number];

export const gitea = ({ url, repository, token }: ForgeAddress): Forge => ({
  async mergeRequests(signal) {
    const [owner = '', repo = ''] = repository.split('/');
    const api = giteaApi(url ?? 'https://gitea.com', {
      ...(token === null ? {} : { token }),
      customFetch: boundedFetch('Gitea', signal),
    });
    const page = async (state: 'open' | 'closed', number: number): Promise<Answered[]> => {
      const { data } = await api.repos
        .repoListPullRequests(owner, repo, { state, sort: 'recentupdate', limit: mostPerPage, page: number })
        .catch((thrown: unknown) => {
          throw thrown instanceof Error ? thrown : fail('failed.forge', 'Gitea does not answer as it should.');
        });
      const read = answerSchema.safeParse(data);
      if (!read.success) throw fail('failed.forge', 'Gitea answers with something else than merge requests.');
      return read.data;
    };
    const open = await pagesOf(2 * openPages, (number) => page('open', number), mostPerPage);
    return [...open, ...(await page('closed', 1))].filter(isOwn).map(toRequest);
  },
});

const isOwn = ({ head, base }: Answered): boolean => head.repo_id === base.repo_id;

const toRequest = (one: Answered): MergeRequest => ({
  number: one.number,
  title: toldTitle(one.title),
  url: toldUrl(one.html_url),
  branch: one.head.ref,
  commit: one.head.sha ?? null,
  draft: one.draft ?? false,
  state: one.state === 'open' ? 'open' : one.merged ? 'merged' : 'closed',
  reviewers: (one.requested_reviewers ?? []).map(({ login }) => login),
  text: told(one.body),
});
