/** From what a person types to a release. */
import type { Release } from '../../../shared/domain/release.ts';
import { fail } from '../../../shared/problem.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Session } from './session.ts';

/** How many releases back a prefix is looked for; an exact id is found however old. */
const reach = 2000;
const shortestPrefix = 4;

/**
 * The release that a text means, of those given (newest first): its id, a unique beginning of it, its commit, full or
 * short, or its tag. Of several releases of one commit, the newest. Null when none fits.
 *
 * @throws ProblemError `usage.ambiguous-release`
 */
export function matchRelease(releases: readonly Release[], text: string): Release | null {
  const exact = releases.find(({ id, commit, tag }) => id === text || commit === text || tag === text);
  if (exact) return exact;
  if (text.length < shortestPrefix) return null;
  const begun = releases.filter(({ id, commit }) => id.startsWith(text) || commit.startsWith(text.toLowerCase()));
  const [newest, ...others] = begun;
  if (newest === undefined) return null;
  const sameCommit =
    others.every(({ commit }) => commit === newest.commit) && newest.commit.startsWith(text.toLowerCase());
  if (others.length === 0 || sameCommit) return newest;
  throw fail('usage.ambiguous-release', `"${text}" fits ${begun.length} releases.`, {
    hint: `Write more of it: ${begun
      .slice(0, 8)
      .map(({ id, commit }) => `${id} (${shortSha(commit)})`)
      .join(', ')}.`,
    details: { releases: begun.map(({ id }) => id) },
  });
}

/**
 * Looks a release up in the project: as `matchRelease`, and by any name that Git knows for its commit.
 *
 * @throws ProblemError `usage.no-such-release`, `usage.ambiguous-release`
 */
export async function findRelease(session: Session, text: string): Promise<Release> {
  const project = (await session.project()).id;
  const releases: Release[] = [];
  for (let more = true; more && releases.length < reach;) {
    const before = releases.at(-1)?.createdAt;
    const page = await session.client.call('release.list', {
      project,
      limit: 500,
      ...(before === undefined ? {} : { before }),
    });
    releases.push(...page.releases);
    more = page.more;
    const found = releases.find(({ id }) => id === text);
    if (found) return found;
  }
  return (
    matchRelease(releases, text) ??
    matchRelease(releases, await commitOf(session, project, text)) ??
    notFound(releases, text)
  );
}

async function commitOf(session: Session, project: string, ref: string): Promise<string> {
  try {
    const { commits } = await session.client.call('repository.log', { project, ref, limit: 1 });
    return commits[0]?.sha ?? '';
  } catch {
    // Not a name that Git knows: then it names no release.
    return '';
  }
}

function notFound(releases: readonly Release[], text: string): never {
  throw fail('usage.no-such-release', `No release is called "${text}".`, {
    hint:
      releases.length === 0
        ? 'None was built yet: "slipway build" builds one.'
        : 'A release is named by its id, commit or tag; "slipway releases" lists them.',
  });
}
