/** Names of images. They come from repositories and become parts of a URL, so their form is checked. */
import { fail } from '../../shared/problem.ts';

export interface Reference {
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

const form =
  /^((?:(?:localhost|[\w-]+(?:\.[\w-]+)+|[\w-]+(?=:))(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;
const idForm = /^sha256:[0-9a-f]{64}$/;

export const isImageId = (text: string): boolean => idForm.test(text);

/** Takes `host:port/name:tag@sha256:…` apart. Rejects anything else with `usage.bad-image-name`. */
export function parseReference(text: string): Reference {
  const match = form.exec(text);
  if (!match?.[1]) throw fail('usage.bad-image-name', `“${text.slice(0, 200)}” is not the name of an image.`);
  return { name: match[1], tag: match[2] ?? null, digest: match[3] ?? null };
}

/** The name again, as the engine's API wants it in a path: checked, ids included. */
export function checkedReference(text: string): string {
  if (!isImageId(text)) parseReference(text);
  return text;
}

/** The registry that a name leads to: its host and port, or Docker Hub's. */
export function registryOf(name: string): string {
  const head = name.split('/')[0] ?? '';
  const isHost = name.includes('/') && (head.includes('.') || head.includes(':') || head === 'localhost');
  return isHost ? head : 'https://index.docker.io/v1/';
}
