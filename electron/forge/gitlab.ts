/**
 * GitLab over plain HTTP. Its client (@gitbeaker/rest 43) asks ten times within a third of a second where it is told to
 * wait, follows redirects with the token, reads answers of any size, and its requests cannot be given another `fetch`.
 */
import { z } from 'zod';
import { fail } from '../../shared/problem.ts';
import { boundedFetch } from './fetch.ts';
import { openPages, pagesOf, perPage, told, toldTitle, toldUrl, type Forge, type MergeRequest } from './forge.ts';
import type { ForgeAddress } from './forge.ts';

const person = z.object({ username: z.string() });
const answerSchema = z.array(
  z.object({
    iid: z.number().int(),
    title: z.string(),
    description: z.string().nullish(),
    web_url: z.string().nullish(),
    source_branch: z.string(),
    source_project_id: z.number().nullish(),
    target_project_id: z.number().nullish(),
    sha: z.string().nullish(),
    draft: z.boolean().nullish(),
    work_in_progress: z.boolean().nullish(),
    state: z.string(),
    reviewers: z.array(person).nullish(),
  }),
);
type Answered = z.infer<typeof answerSchema>[number];

export const gitlab = ({ url, repository, token }: ForgeAddress): Forge => ({
  async mergeRequests(signal) {
    const ask = boundedFetch('GitLab', signal);
    const page = async (state: string, number: number): Promise<Answered[]> => {
      const address = new URL(
        `${url ?? 'https://gitlab.com'}/api/v4/projects/${encodeURIComponent(repository)}/merge_requests`,
      );
      address.search = new URLSearchParams({
        ...{ state, scope: 'all', order_by: 'updated_at', sort: 'desc' },
        ...{ per_page: String(perPage), page: String(number) },
      }).toString();
      const response = await ask(address, { headers: token === null ? {} : { 'private-token': token } });
      const read = answerSchema.safeParse(await response.json());
      if (!read.success) throw fail('failed.forge', 'GitLab answers with something else than merge requests.');
      return read.data;
    };
    const open = await pagesOf(openPages, (number) => page('opened', number));
    const ended = [...(await page('merged', 1)), ...(await page('closed', 1))];
    return [...open, ...ended].filter(isOwn).map(toRequest);
  },
});

const isOwn = ({ source_project_id: source, target_project_id: target }: Answered): boolean => source === target;

const toRequest = (one: Answered): MergeRequest => ({
  number: one.iid,
  title: toldTitle(one.title),
  url: toldUrl(one.web_url),
  branch: one.source_branch,
  commit: one.sha ?? null,
  draft: (one.draft ?? false) || (one.work_in_progress ?? false),
  state: one.state === 'opened' || one.state === 'locked' ? 'open' : one.state === 'merged' ? 'merged' : 'closed',
  reviewers: (one.reviewers ?? []).map(({ username }) => username),
  text: told(one.description),
});
