/** Builds an image from a commit's tar stream, by BuildKit or by the classic builder. */
import type { Readable } from 'node:stream';
import type { Build } from '../../shared/domain/service.ts';
import { fail } from '../../shared/problem.ts';
import { buildContext, type BuildContext } from './build-context.ts';
import { decodeTrace } from './buildkit.ts';
import { abortable, type Client, type Docker, type ImageBuildOptions } from './client.ts';
import { jsonLines, type ProgressLine } from './json-lines.ts';
import { output, type Output, type Say } from './output.ts';
import { cancelledProblem, engineProblem, saidProblem } from './problems.ts';

export interface BuildImage {
  readonly build: Build;
  readonly source: NodeJS.ReadableStream;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The engine reads the whole context before it answers. */
const contextTimeoutMs = 30 * 60_000;

/**
 * Builds one image and answers with its id. Rejects with `failed.build` when the build fails (the last lines of output
 * in `details.output`), with `failed.cancelled` after an abort; nothing is left running then.
 */
export async function buildImage(client: Client, request: BuildImage, say: Say, signal: AbortSignal): Promise<string> {
  const asked = client.asked('build the image', { registry: true });
  const context = await buildContext(request.build, request.source, signal).catch((thrown: unknown) => {
    throw signal.aborted ? cancelledProblem(asked) : engineProblem(thrown, asked);
  });
  const out = output(say);
  // With the containerd image store, BuildKit refuses a context that comes as a tar stream.
  const buildkit = !(await client.facts()).containerdImages;
  const session = buildkit ? await client.session({ what: 'open a build session', signal }) : null;
  const running = new Set<string>();
  try {
    const stream = await client.call(
      { what: 'build the image', timeoutMs: contextTimeoutMs, signal, registry: true },
      (docker, callSignal) =>
        startBuild(docker, request, context, session?.id ?? null, AbortSignal.any([callSignal, signal])),
    );
    return await follow(client, stream, out, running);
  } catch (thrown) {
    if (signal.aborted) throw cancelledProblem(asked);
    const failure = engineProblem(thrown, asked);
    // The classic builder refuses a Dockerfile that does not parse before it streams anything.
    const said = failure.problem.details['engine'];
    throw failure.problem.code === 'failed.engine' && typeof said === 'string'
      ? buildFailure(client, said, out)
      : failure;
  } finally {
    session?.end();
    await context.dispose();
    await removeLeftovers(client, running);
  }
}

function startBuild(
  docker: Docker,
  request: BuildImage,
  context: BuildContext,
  session: string | null,
  abortSignal: AbortSignal,
): Promise<Readable> {
  const { build, labels, tags } = request;
  // Build arguments, labels and tags only: secrets never get here, an image's history would show them.
  const options = {
    dockerfile: context.dockerfile,
    t: tags,
    labels,
    buildargs: build.args,
    rm: true,
    forcerm: true,
    abortSignal,
    ...(build.target === null ? {} : { target: build.target }),
    // A number, so that dockerode does not open a session of its own, which it would leave open after an abort.
    ...(session === null ? {} : { version: 2, session }),
  };
  // The cast: dockerode's types know neither the session nor several tags.
  return docker.buildImage(context.open(), options as unknown as ImageBuildOptions) as Promise<Readable>;
}

/** Reads the build's progress to its end; answers the image's id. */
async function follow(client: Client, stream: Readable, out: Output, running: Set<string>): Promise<string> {
  const seen = new Set<string>();
  let id: string | null = null;
  for await (const line of jsonLines<ProgressLine>(stream)) {
    if (line.error !== undefined) throw buildFailure(client, line.error, out);
    if (line.id === 'moby.buildkit.trace' && typeof line.aux === 'string') sayTrace(line.aux, seen, out);
    else if (isImageId(line.aux)) id = line.aux.ID;
    if (line.stream !== undefined) {
      noteContainer(line.stream, running);
      out.text(line.stream);
    } else if (line.status !== undefined && line.progressDetail?.current === undefined) {
      out.line(line.id === undefined ? line.status : `${line.id}: ${line.status}`);
    }
  }
  out.end();
  if (id === null) throw buildFailure(client, 'The build ended without an image.', out);
  return id;
}

function sayTrace(trace: string, seen: Set<string>, out: Output): void {
  for (const { kind, text } of decodeTrace(trace, seen)) {
    if (kind === 'output') out.text(text);
    else out.line(text, kind === 'error' ? 'err' : 'out');
  }
}

function buildFailure(client: Client, error: string, out: Output): Error {
  out.end();
  const text = error.trim();
  out.line(text, 'err');
  const known = saidProblem(text, client.asked('build the image', { registry: true })).problem;
  const details = { ...known.details, output: out.tail() };
  // Only what is about the engine or its registry has a code of its own; anything else the Dockerfile did, and the text
  // of its own command, which is part of the error, proves nothing.
  const ofCommand = /exit code: \d+|returned a non-zero code|dockerfile parse error/i.test(text);
  if (out.tail().some((line) => /no space left on device/i.test(line)))
    return saidProblem('no space left on device', client.asked('build the image'));
  if (known.code !== 'failed.engine' && !ofCommand)
    return fail(known.code, known.message, {
      retry: known.retry,
      details,
      ...(known.hint ? { hint: known.hint } : {}),
    });
  return fail('failed.build', `The build failed: ${text.slice(0, 1000)}`, {
    details,
    hint: 'The last lines of its output tell why. Correct the Dockerfile or what it runs, commit, and build again.',
  });
}

/** The classic builder says which container it runs a step in, and leaves that one running when the build is aborted. */
function noteContainer(text: string, running: Set<string>): void {
  const started = /---> Running in ([0-9a-f]{12,64})/.exec(text)?.[1];
  if (started) running.add(started);
  const removed = /Removing intermediate container ([0-9a-f]{12,64})/.exec(text)?.[1];
  if (removed) running.delete(removed);
}

async function removeLeftovers(client: Client, running: ReadonlySet<string>): Promise<void> {
  for (const id of running) {
    await client
      .call({ what: 'remove a build container' }, (docker, abortSignal) =>
        docker.getContainer(id).remove({ force: true, v: true, ...abortable(abortSignal) }),
      )
      .catch(() => undefined); // gone already, or the engine is: there is nothing more to do
  }
}

function isImageId(aux: unknown): aux is { ID: string } {
  return typeof aux === 'object' && aux !== null && typeof (aux as { ID?: unknown }).ID === 'string';
}
