/** Images to and from a registry. */
import { fail } from '../../shared/problem.ts';
import { abortable, type Client, type Docker } from './client.ts';
import { registryAuth, type RegistryAuth } from './credentials.ts';
import { jsonLines, type ProgressLine } from './json-lines.ts';
import { output, type Say } from './output.ts';
import { cancelledProblem, engineProblem, saidProblem } from './problems.ts';
import { parseReference, registryOf } from './references.ts';

/** A transfer that says nothing for so long is given up; the engine keeps what it has and goes on from there. */
const silenceMs = 120_000;

/**
 * Pushes `name:tag` and answers with the manifest's digest. Rejects with `failed.registry-unreachable` (retry) when the
 * registry is down or the connection is lost, `failed.registry-denied`, `failed.image-missing`, `failed.cancelled`.
 */
export async function pushImage(
  client: Client,
  name: string,
  tag: string,
  say: Say,
  signal: AbortSignal,
): Promise<string> {
  parseReference(`${name}:${tag}`);
  const auth = await registryAuth(registryOf(name));
  let digest: string | null = null;
  await transfer(
    client,
    `push ${name}:${tag}`,
    say,
    signal,
    (docker, abortSignal) => docker.getImage(name).push({ tag, authconfig: auth, abortSignal } as object),
    (line) => {
      digest = digestOf(line) ?? digest;
    },
  );
  return digest ?? (await digestInRegistry(client, `${name}:${tag}`, auth));
}

/** Pulls `name:tag` or `name@sha256:…`. Rejects as `pushImage` does. */
export async function pullImage(client: Client, reference: string, say: Say, signal: AbortSignal): Promise<void> {
  const { name, tag, digest } = parseReference(reference);
  const auth = await registryAuth(registryOf(name));
  // Without a tag the engine would pull every tag there is.
  const options = { fromImage: name, tag: digest ?? tag ?? 'latest' };
  await transfer(client, `pull ${reference}`, say, signal, (docker, abortSignal) =>
    docker.createImage(auth, { ...options, abortSignal }),
  );
}

type Begin = (docker: Docker, abortSignal: AbortSignal) => Promise<NodeJS.ReadableStream>;

async function transfer(
  client: Client,
  what: string,
  say: Say,
  signal: AbortSignal,
  begin: Begin,
  seen: (line: ProgressLine) => void = () => undefined,
): Promise<void> {
  const asked = client.asked(what, { registry: true });
  const out = output(say);
  const silence = new AbortController();
  const stop = AbortSignal.any([silence.signal, signal]);
  const giveUp = () =>
    silence.abort(
      fail('failed.registry-unreachable', `Docker could not ${what}: nothing moved for ${silenceMs / 1000} s.`, {
        retry: true,
        hint: 'Check that the registry runs and can be reached. What was transferred is kept.',
      }),
    );
  let timer = setTimeout(giveUp, silenceMs);
  try {
    const stream = await client.call({ what, timeoutMs: silenceMs, signal, registry: true }, (docker, callSignal) =>
      begin(docker, AbortSignal.any([callSignal, stop])),
    );
    for await (const line of jsonLines<ProgressLine>(stream)) {
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs);
      if (line.error !== undefined) throw saidProblem(line.error, asked);
      seen(line);
      if (line.status !== undefined && line.progressDetail?.current === undefined)
        out.line(line.id ? `${line.id}: ${line.status}` : line.status);
    }
  } catch (thrown) {
    if (signal.aborted) throw cancelledProblem(asked);
    throw engineProblem(silence.signal.aborted ? silence.signal.reason : thrown, asked);
  } finally {
    clearTimeout(timer);
  }
}

/** Engines with the classic image store say it in `aux`, those with containerd's only in the text of the last line. */
function digestOf(line: ProgressLine): string | null {
  const aux = line.aux as { Digest?: unknown } | null | undefined;
  if (typeof aux?.Digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(aux.Digest)) return aux.Digest;
  return /\bdigest: (sha256:[0-9a-f]{64})\b/.exec(line.status ?? '')?.[1] ?? null;
}

async function digestInRegistry(client: Client, reference: string, auth: RegistryAuth): Promise<string> {
  const what = `ask the registry for the digest of ${reference}`;
  const answer = await client.call({ what, registry: true }, (docker, abortSignal) =>
    docker.getImage(reference).distribution({ authconfig: auth, ...abortable(abortSignal) } as object),
  );
  const digest = (answer as { Descriptor?: { digest?: string } }).Descriptor?.digest;
  if (!digest) throw fail('failed.engine', `Docker pushed ${reference} without saying its digest.`);
  return digest;
}
