/** GitHub, by its own client. */
import { Octokit } from '@octokit/core';
import { z } from 'zod';
import { fail } from '../../shared/problem.ts';
import { boundedFetch } from './fetch.ts';
import { openPages, pagesOf, perPage, told, toldTitle, toldUrl, type Forge, type ForgeAddress } from './forge.ts';
import type { MergeRequest } from './forge.ts';

const answerSchema = z.array(
  z.object({
    number: z.number().int(),
    title: z.string(),
    body: z.string().nullish(),
    html_url: z.string().nullish(),
    draft: z.boolean().nullish(),
    state: z.string(),
    merged_at: z.string().nullish(),
    requested_reviewers: z.array(z.object({ login: z.string() })).nullish(),
    head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
  }),
);
type Answered = z.infer<typeof answerSchema>[number];

export const github = ({ url, repository, token }: ForgeAddress): Forge => ({
  async mergeRequests(signal) {
    const [owner = '', repo = ''] = repository.split('/');
    const octokit = new Octokit({
      ...(url === null ? {} : { baseUrl: apiOf(url) }),
      ...(token === null ? {} : { auth: token }),
      userAgent: 'slipway',
      request: { fetch: boundedFetch('GitHub', signal) },
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    const page = async (state: 'open' | 'closed', number: number): Promise<Answered[]> => {
      const { data } = await octokit
        .request('GET /repos/{owner}/{repo}/pulls', {
          ...{ owner, repo, state, sort: 'updated', direction: 'desc', per_page: perPage, page: number },
        })
        .catch(unwrapped);
      const read = answerSchema.safeParse(data);
      if (!read.success) throw fail('failed.forge', 'GitHub answers with something else than merge requests.');
      return read.data;
    };
    const open = await pagesOf(openPages, (number) => page('open', number));
    return [...open, ...(await page('closed', 1))]
      .filter(({ head }) => head.repo?.full_name.toLowerCase() === repository.toLowerCase())
      .map(toRequest);
  },
});

const quiet = (): void => undefined;

/** GitHub's own has a host for its API; an enterprise's has a path. */
const apiOf = (url: string): string =>
  /^https:\/\/(?:www\.|api\.)?github\.com$/.test(url)
    ? 'https://api.github.com'
    : `${url.replace(/\/api\/v3$/, '')}/api/v3`;

/** The client wraps what its `fetch` throws; the problem is inside. */
function unwrapped(thrown: unknown): never {
  for (let cause = thrown; cause instanceof Error; cause = cause.cause) if (cause.name === 'ProblemError') throw cause;
  throw thrown;
}

const toRequest = (one: Answered): MergeRequest => ({
  number: one.number,
  title: toldTitle(one.title),
  url: toldUrl(one.html_url),
  branch: one.head.ref,
  commit: one.head.sha,
  draft: one.draft ?? false,
  state: one.state === 'open' ? 'open' : typeof one.merged_at === 'string' ? 'merged' : 'closed',
  reviewers: (one.requested_reviewers ?? []).map(({ login }) => login),
  text: told(one.body),
});
