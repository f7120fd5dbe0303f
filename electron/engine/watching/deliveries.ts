/**
 * What forges send when something was pushed. It is believed when it is signed with the project's secret, once, and it
 * says no more than that the remote is to be asked: whatever else it holds is not read.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Engine } from '../engine.ts';

export interface Delivery {
  /** By lower-case names; each header that was sent once. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface Deliveries {
  judge(project: string, delivery: Delivery): Promise<'taken' | 'known' | 'refused'>;
  /** Nothing came of what a project was sent: whoever sends it again is heard. */
  forget(project: string): void;
}

const rememberedAtMost = 1000;

export function deliveriesOf(engine: Engine): Deliveries {
  const remembered = new Set<string>();
  // A project that takes none answers like one that does, for whoever cannot sign.
  const nobody = randomBytes(32).toString('hex');

  const secretOf = async (project: string): Promise<string | null> => {
    if (!engine.store.projects.get(project)) return null;
    const open = await engine.workspace.get(project);
    const named = (await open.inForce())?.watch?.webhook?.secret;
    return named === undefined ? null : engine.secret(named);
  };

  const judge: Deliveries['judge'] = async (project, delivery) => {
    const secret = await secretOf(project).catch(() => null);
    const signed = isSigned(delivery, secret ?? nobody);
    if (secret === null || secret === '' || !signed) return 'refused';
    const marks = marksOf(project, delivery);
    if (marks.some((mark) => remembered.has(mark))) return 'known';
    for (const mark of marks) remembered.add(mark);
    for (const mark of remembered) {
      if (remembered.size <= rememberedAtMost) break;
      remembered.delete(mark);
    }
    return 'taken';
  };
  return {
    judge,
    forget(project) {
      for (const mark of remembered) if (mark.startsWith(`${project} `)) remembered.delete(mark);
    },
  };
}

/** The id that the forge gave it, and what it says: the id itself is not signed. */
function marksOf(project: string, { headers, body }: Delivery): string[] {
  const id =
    headers['x-github-delivery'] ??
    headers['x-gitea-delivery'] ??
    headers['idempotency-key'] ??
    headers['x-gitlab-webhook-uuid'];
  const said = createHash('sha256').update(body).digest('hex');
  return [`${project} said ${said}`, ...(id === undefined ? [] : [`${project} id ${id.slice(0, 200)}`])];
}

/** GitHub and Gitea sign the body; GitLab sends the secret itself. */
export function isSigned({ headers, body }: Delivery, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  const signature = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(
    headers['x-hub-signature-256'] ?? headers['x-gitea-signature'] ?? headers['x-forgejo-signature'] ?? '',
  )?.[1];
  const token = headers['x-gitlab-token'];
  if (signature !== undefined) return isSame(signature.toLowerCase(), expected);
  return token !== undefined && isSame(token, secret);
}

/** Compares in a time that tells nothing of where, or in what length, the two differ. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
