/** Forges as they answer, recorded in shape, by a real HTTP server on loopback: well, slowly, with pages, and too much. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { Engine } from '../../../electron/engine/engine.ts';
import { mergeRequestsOf } from '../../../electron/engine/places/forge-memory.ts';
import { boundedFetch } from '../../../electron/forge/fetch.ts';
import { forgeAt } from '../../../electron/forge/index.ts';
import type { ForgeDeclaration } from '../../../shared/configuration/watch.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';

type Kind = ForgeDeclaration['kind'];
interface Request {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** A server that answers each request, and what it was asked. */
async function serve(answer: (request: Request, response: ServerResponse) => void) {
  const asked: Request[] = [];
  const server = createServer((incoming, response) => {
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://forge');
    const request = { path, query, headers: incoming.headers };
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked };
}

const json = (response: ServerResponse, body: unknown, status = 200, headers = {}): void => {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body));
};
const ask = (kind: Kind, url: string) =>
  forgeAt({ kind, url, repository: 'team/shop' }, 'the-token').mergeRequests(new AbortController().signal);
const problem = (kind: Kind, url: string): Promise<Problem> =>
  ask(kind, url).then(() => problemFrom('none'), problemFrom);

const sha = 'a'.repeat(40);
/** A pull request as GitHub answers it, of a branch of the repository itself or of a fork. */
const pull = (number: number, ref: string, given: object = {}, owner = 'Team/shop') => ({
  ...{ number, title: `Title ${String(number)}`, body: 'closes #7', html_url: 'https://forge/7', draft: false },
  ...{ state: 'open', merged_at: null, requested_reviewers: [{ login: 'grace', id: 1 }], user: { login: 'ada' } },
  head: { ref, sha, repo: owner === '' ? null : { full_name: owner, id: 1 } },
  ...given,
});
const merge = (iid: number, source_branch: string, given: object = {}) => ({
  ...{ id: iid + 1000, iid, title: `Title ${String(iid)}`, description: 'closes #7', web_url: 'https://forge/7' },
  ...{ source_branch, source_project_id: 3, target_project_id: 3, sha, draft: false, work_in_progress: false },
  ...{ state: 'opened', reviewers: [{ username: 'grace', id: 1 }] },
  ...given,
});
const giteaPull = (number: number, ref: string, given: object = {}, from = 3) => ({
  ...pull(number, ref),
  merged: false,
  head: { label: ref, ref, sha, repo_id: from },
  base: { label: 'main', ref: 'main', sha, repo_id: 3 },
  ...given,
});

const expected = [
  { number: 1, branch: 'one', state: 'open', draft: false, commit: sha, reviewers: ['grace'], text: 'closes #7' },
  { number: 2, branch: 'two', state: 'open', draft: true },
  { number: 3, branch: 'three', state: 'merged' },
  { number: 4, branch: 'four', state: 'closed', url: null },
];

it('GitHub: reviews of the repository’s own branches, by its client, with the token as it wants it', async () => {
  const forge = await serve(({ query }, response) =>
    json(
      response,
      query.get('state') === 'open'
        ? [pull(1, 'one'), pull(2, 'two', { draft: true }), pull(8, 'one', {}, 'eve/shop'), pull(9, 'two', {}, '')]
        : [
            pull(3, 'three', { state: 'closed', merged_at: '2026-01-01T00:00:00Z' }),
            pull(4, 'four', { state: 'closed', html_url: 'javascript:alert(1)' }),
          ],
    ),
  );
  expect(await ask('github', forge.url)).toMatchObject(expected);
  expect(forge.asked[0]?.path).toBe('/api/v3/repos/team/shop/pulls');
  expect(forge.asked[0]?.headers.authorization).toBe('token the-token');
});

it('GitLab: the same, page after page, each asked once', async () => {
  const many = Array.from({ length: 100 }, (_, index) => merge(100 + index, `many-${String(index)}`));
  const forge = await serve(({ query }, response) => {
    const state = query.get('state');
    if (state === 'opened')
      json(response, query.get('page') === '1' ? many : [merge(1, 'one'), merge(2, 'two', { draft: true })]);
    else if (state === 'merged') json(response, [merge(3, 'three', { state: 'merged' })]);
    else
      json(response, [merge(4, 'four', { state: 'closed', web_url: 'x' }), merge(5, 'five', { source_project_id: 9 })]);
  });
  const found = await ask('gitlab', forge.url);
  expect(found.slice(100)).toMatchObject(expected);
  expect(forge.asked.map(({ query }) => `${query.get('state') ?? ''} ${query.get('page') ?? ''}`)).toEqual([
    'opened 1',
    'opened 2',
    'merged 1',
    'closed 1',
  ]);
  expect(forge.asked[0]?.path).toBe('/api/v4/projects/team%2Fshop/merge_requests');
  expect(forge.asked[0]?.headers['private-token']).toBe('the-token');
});

it('Gitea: the same, by its client', async () => {
  const forge = await serve(({ query }, response) =>
    json(
      response,
      query.get('state') === 'open'
        ? [giteaPull(1, 'one'), giteaPull(2, 'two', { draft: true }), giteaPull(8, 'one', {}, 9)]
        : [
            giteaPull(3, 'three', { state: 'closed', merged: true }),
            giteaPull(4, 'four', { state: 'closed', html_url: 'ftp://x' }),
          ],
    ),
  );
  expect(await ask('gitea', forge.url)).toMatchObject(expected);
  expect(forge.asked[0]?.path).toBe('/api/v1/repos/team/shop/pulls');
  expect(forge.asked[0]?.headers.authorization).toMatch(/the-token$/);
});

it.each<Kind>(['github', 'gitlab', 'gitea'])(
  '%s that answers with anything else says what is wrong, asked once',
  async (kind) => {
    const answers: [(response: ServerResponse) => void, Partial<Problem>][] = [
      [
        (response) => json(response, { message: 'slow down' }, 429, { 'retry-after': '120' }),
        { code: 'failed.forge', details: { retryAfterMs: 120_000 } },
      ],
      [(response) => json(response, {}, 403, { 'x-ratelimit-remaining': '0' }), { code: 'failed.forge', retry: true }],
      [
        (response) => json(response, {}, 403, { 'retry-after': '60' }),
        { code: 'failed.forge', details: { retryAfterMs: 60_000 } },
      ],
      [(response) => json(response, { message: 'Bad credentials the-token' }, 401), { code: 'refused.forge' }],
      [(response) => json(response, {}, 404), { code: 'refused.forge' }],
      [(response) => json(response, {}, 502), { code: 'failed.forge', retry: true }],
      [
        (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'),
        { code: 'failed.forge' },
      ],
      [
        (response) => response.writeHead(302, { location: 'http://elsewhere.example/' }).end(),
        { code: 'failed.forge' },
      ],
      [
        (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'),
        { code: 'failed.forge' },
      ],
      [(response) => json(response, { huge: 'x'.repeat(9 * 1024 * 1024) }), { code: 'failed.forge' }],
      [(response) => json(response, [{ number: 'no' }]), { code: 'failed.forge' }],
      [(response) => response.destroy(), { code: 'failed.forge', retry: true }],
    ];
    for (const [answer, wanted] of answers) {
      const forge = await serve((_, response) => answer(response));
      const found = await problem(kind, forge.url);
      expect(found).toMatchObject(wanted);
      expect(found.message).not.toContain('the-token');
      expect(forge.asked).toHaveLength(1);
    }
  },
);

it('is left in peace for as long as it asks for, and GitHub for longer by who has no token', async () => {
  const hour = 3_600_000;
  let refuses = true;
  const forge = await serve((_, response) =>
    refuses ? json(response, {}, 429, { 'retry-after': '3600' }) : json(response, []),
  );
  let now = 0;
  const engine = {
    ...{ closing: new AbortController().signal, now: () => now },
    mask: (text: string) => text,
    secret: () => Promise.resolve('the-token'),
  } as unknown as Engine;
  /** Those of some times, in ms since the beginning, at which it is asked when somebody wants to know. */
  const askedAt = async (given: Pick<ForgeDeclaration, 'kind' | 'token'>, ...times: number[]): Promise<number[]> => {
    const asked: number[] = [];
    for (now of times) {
      const before = forge.asked.length;
      await mergeRequestsOf(engine, 'shop', { ...given, url: forge.url, repository: 'team/shop' }, 1000);
      // What it said before is answered at once: the forge is asked behind that.
      await sleep(100);
      if (forge.asked.length > before) asked.push(now);
    }
    return asked;
  };
  expect(await askedAt({ kind: 'gitlab', token: 'T' }, 0, hour - 1, hour)).toEqual([0, hour]);
  refuses = false;
  expect(await askedAt({ kind: 'github' }, 0, 60_000, 299_000, 300_000)).toEqual([0, 300_000]);
  expect(await askedAt({ kind: 'github', token: 'T' }, 0, 60_000)).toEqual([0, 60_000]);
});

it('one that answers too slowly, or drop by drop, is given up, and nothing is ever written', async () => {
  const silent = await serve(() => undefined);
  const dripping = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  });
  const read = boundedFetch('GitHub', new AbortController().signal, 150);
  for (const { url } of [silent, dripping])
    expect(problemFrom(await read(url).catch((error: unknown) => error))).toMatchObject({
      code: 'failed.forge',
      message: 'GitHub does not answer: no whole answer within 0.15 s.',
      retry: true,
    });
  await expect(read(silent.url, { method: 'POST' })).rejects.toThrow('only ever read');
  expect(silent.asked).toHaveLength(1);
});
