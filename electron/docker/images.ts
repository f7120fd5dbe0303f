/** Images on the engine: finding, naming, keeping present, removing. */
import { fail } from '../../shared/problem.ts';
import { abortable, type Client, type ImageInspectInfo } from './client.ts';
import { statusOf } from './problems.ts';
import { checkedReference, isImageId, parseReference } from './references.ts';
import { pullImage } from './transfer.ts';
import type { Say } from './output.ts';

export interface FoundImage {
  readonly imageId: string;
  readonly sizeBytes: number | null;
}

/** The image by id, name or digest; null when it is not on the engine. */
export async function inspectImage(client: Client, reference: string): Promise<ImageInspectInfo | null> {
  checkedReference(reference);
  try {
    return await client.call({ what: `look at the image ${reference}` }, (docker, signal) =>
      docker.getImage(reference).inspect(abortable(signal)),
    );
  } catch (thrown) {
    if (statusOf(thrown) === 404) return null;
    throw thrown;
  }
}

/** The newest image that carries all of these labels. */
export async function findImage(client: Client, labels: Readonly<Record<string, string>>): Promise<FoundImage | null> {
  const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const images = await client.call({ what: 'list images' }, (docker, abortSignal) =>
    docker.listImages({ filters: { label }, abortSignal }),
  );
  const newest = images.toSorted((a, b) => b.Created - a.Created)[0];
  return newest ? { imageId: newest.Id, sizeBytes: newest.Size } : null;
}

/** Gives an image a name. */
export async function tagImage(client: Client, imageId: string, name: string, tag: string): Promise<void> {
  checkedReference(imageId);
  parseReference(`${name}:${tag}`);
  await client.call({ what: `tag the image ${name}:${tag}` }, (docker, abortSignal) =>
    docker.getImage(imageId).tag({ repo: name, tag, abortSignal }),
  );
}

/**
 * Makes exactly this image present: by digest from its registry, or by id from the engine alone. A tag is never asked,
 * it may have moved. Rejects with `failed.image-missing`.
 */
export async function ensureExactImage(
  client: Client,
  reference: string,
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  if (await inspectImage(client, reference)) return;
  const digest = isImageId(reference) ? null : parseReference(reference).digest;
  if (digest === null)
    throw missing(reference, 'It was removed from the engine, and without a registry there is no other copy.');
  await pullImage(client, reference, say, signal);
  const pulled = await inspectImage(client, reference);
  if (!pulled?.RepoDigests?.some((known) => known.endsWith(`@${digest}`))) {
    throw missing(reference, 'The registry gave another image than the one that was asked for.');
  }
}

/** Makes an image present by any name, pulling it when it is absent; answers with its id. */
export async function ensureImage(client: Client, reference: string, say: Say, signal: AbortSignal): Promise<string> {
  const present = await inspectImage(client, reference);
  if (present) return present.Id;
  if (isImageId(reference)) throw missing(reference, 'It is not on the engine.');
  await pullImage(client, reference, say, signal);
  const pulled = await inspectImage(client, reference);
  if (!pulled) throw missing(reference, 'It was pulled, and is not there.');
  return pulled.Id;
}

/** Which of these references, by id or by digest, are on the engine now. */
export async function presentImages(client: Client, references: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    references.map(async (reference) => ((await inspectImage(client, reference)) ? [reference] : [])),
  );
  return new Set(found.flat());
}

/** Removes an image, or the one name that is given. Idempotent. Rejects with `conflict.image-in-use` while a container has it. */
export async function removeImage(client: Client, reference: string): Promise<void> {
  const image = await inspectImage(client, reference);
  if (!image) return;
  // By its id the engine refuses an image with several names, unless forced, which would also overrule stopped containers.
  const names = isImageId(reference) ? [...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])] : [reference];
  for (const name of names.length > 0 ? names : [reference]) await removeName(client, name);
}

async function removeName(client: Client, name: string): Promise<void> {
  try {
    await client.call({ what: `remove the image ${name}` }, (docker, abortSignal) =>
      docker.getImage(name).remove({ abortSignal } as object),
    );
  } catch (thrown) {
    if (statusOf(thrown) === 404) return;
    if (statusOf(thrown) !== 409) throw thrown;
    throw fail('conflict.image-in-use', `The image ${name} is used by a container.`, {
      hint: 'Remove the container first.',
      cause: thrown,
    });
  }
}

function missing(reference: string, why: string) {
  return fail('failed.image-missing', `The image ${reference} cannot be had. ${why}`, {
    hint: 'Build the release again.',
    details: { reference },
  });
}
