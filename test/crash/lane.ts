/** A repository with its releases and its data directory: a lane in which one scenario after the other is killed. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Attached } from '../../electron/hosts/attach.ts';
import { label } from '../../electron/targets/labels.ts';
import type { Operation } from '../../shared/domain/operation.ts';
import { baseImageName, freePort, haproxyImage } from '../fixtures/engine/index.ts';
import { startEngineUnderTest } from './engine-under-test.ts';

export interface Lane {
  readonly docker: Docker;
  readonly repository: string;
  readonly data: string;
  readonly project: string;
  /** The services that the application is made of. */
  readonly services: readonly string[];
  /** Whether a load balancer stands before them: then no request may fail, and the side before may still be warm. */
  readonly fronted: boolean;
  /** Two releases that work, and one whose service exits at once. */
  readonly one: string;
  readonly two: string;
  readonly broken: string;
  /** What a release answers over HTTP. */
  textOf(release: string): string;
  /** Commits a new page: something to build. Answers with its commit. */
  commit(page: string): string;
  /** Commits a new page together with other files, and puts those back in the working tree. */
  commitWith(page: string, files: Readonly<Record<string, (text: string) => string>>): string;
  /** The host port that the environment `crowded` publishes. */
  readonly crowdedPort: number;
  /** A name that no environment of this lane had before. */
  freshEnvironment(): string;
  /** Removes containers and networks of an environment; its volumes too. */
  clear(environment: string): Promise<void>;
  /** Removes everything that the lane made. */
  remove(): Promise<void>;
}

export interface LaneOptions {
  /** Besides the web service a job that must run once for each revision, and a dependency that must be left running. */
  readonly rich?: boolean;
  /** The old container takes this long to stop: it ignores the signal. */
  readonly stopsAfter?: string;
  /** Whether a load balancer stands before its environments. */
  readonly front?: boolean;
  /** How production rolls out and is verified: keys of its declaration, as YAML of one line. */
  readonly production?: string;
  /** The stages of its pipeline, as YAML of one line; then only production follows main. */
  readonly pipeline?: string;
  /** Where its data directory is; in a folder of its own by default. */
  readonly data?: string;
  /** Environments that get release one beforehand. */
  readonly environments?: readonly string[];
}

const compose = ({ rich = false, stopsAfter }: LaneOptions): string => `services:
  web:
    build: .
    ports: ["8080"]
${rich ? '    volumes: ["data:/data:ro"]\n' : ''}    healthcheck: { test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/ok"], interval: 1s }
    stop_signal: ${stopsAfter === undefined ? 'SIGKILL' : 'SIGURG'}
    stop_grace_period: ${stopsAfter ?? '1s'}
${
  rich
    ? `    depends_on:
      setup: { condition: service_completed_successfully }
      store: { condition: service_started }
  setup:
    build: .
    command: ["sh", "-c", "hostname >> /data/ran"]
    volumes: [data:/data]
  store:
    image: ${baseImageName}
    command: ["httpd", "-f", "-p", "9000"]
    stop_signal: SIGKILL
volumes: { data: {} }
`
    : ''
}`;

/** `broken` releases have no /www/ok, and their service ends at once. */
const dockerfile = `FROM ${baseImageName}
COPY www /www
RUN ln -s /data/ran /www/ran
CMD ["sh", "-c", "echo starting; test -e /www/ok || { echo the page is missing; exit 3; }; exec httpd -f -p 8080 -h /www"]
`;

const configuration = (
  port: number,
  crowdedPort: number,
  front: string | null,
  { production = '', pipeline }: LaneOptions,
): string => {
  const others = pipeline === undefined ? 'main' : 'nothing';
  return `slipway: 1
name: crash
${front === null ? '' : `front: { image: "${front}" }\n`}${pipeline === undefined ? '' : `pipeline: ${pipeline}\n`}environments:
  test: { kind: test, many: true, healthTimeout: 20s }
  production: { kind: production, follows: main, publish: { web: "127.0.0.1:${String(port)}" }, healthTimeout: 20s${production && `, ${production}`} }
  fragile: { kind: qa, follows: ${others}, rollout: { strategy: recreate }, healthTimeout: 20s }
  hasty: { kind: qa, follows: ${others}, rollout: { strategy: recreate }, healthTimeout: 5s }
  crowded: { kind: qa, follows: ${others}, publish: { web: "127.0.0.1:${String(crowdedPort)}" }, healthTimeout: 20s }
`;
};

/** Makes the repository, builds the three releases, and has release one run in the environments. */
export async function makeLane(docker: Docker, options: LaneOptions = {}): Promise<Lane> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-crash-'));
  const repository = join(folder, 'repository');
  const data = options.data ?? join(folder, 'data');
  const crowdedPort = await freePort();
  const git = (...args: string[]): string =>
    execFileSync(
      'git',
      [
        '-C',
        repository,
        '-c',
        'user.name=Crash',
        '-c',
        'user.email=crash@slipway.example',
        '-c',
        'commit.gpgsign=false',
        ...args,
      ],
      { encoding: 'utf8' },
    ).trim();
  mkdirSync(join(repository, 'www'), { recursive: true });
  git('init', '-q', '-b', 'main');
  const write = (file: string, text: string): void => {
    writeFileSync(join(repository, file), text);
  };
  const commit = (page: string): string => {
    write('www/index.html', page);
    git('add', '.');
    git('commit', '-q', '-m', `feat: ${page}`);
    return git('rev-parse', 'HEAD');
  };
  write('Dockerfile', dockerfile);
  write('compose.yaml', compose(options));
  const front = options.front ? await haproxyImage({ docker }) : null;
  write('slipway.yaml', configuration(await freePort(), crowdedPort, front, options));
  write('www/ok', 'ok');
  commit('beginning');

  const engine = await startEngineUnderTest(data);
  let made: string | null = null;
  try {
    const { project } = await engine.client.call('project.open', { path: repository });
    made = project.id;
    // Only what a scenario begins is at work: what is committed is not built by itself meanwhile.
    if (options.pipeline !== undefined)
      await engine.client.call('watch.pause', { project: project.id, paused: true, why: 'a scenario at a time' });
    const texts = new Map<string, string>();
    const release = async (page: string): Promise<string> => {
      const sha = commit(page);
      const { operation } = await engine.client.call('release.build', { project: project.id, ref: sha, key: newKey() });
      const built = await settled(engine.client, operation.id);
      if (built.status !== 'done' || built.release === null)
        throw new Error(`The release ${page} was not built: ${built.problem?.message ?? built.status}`);
      texts.set(built.release, page);
      return built.release;
    };
    const one = await release('one');
    const two = await release('two');
    rmSync(join(repository, 'www/ok'));
    const broken = await release('broken');
    write('www/ok', 'ok');
    for (const environment of options.environments ?? ['production', 'fragile']) {
      const { operation } = await engine.client.call('promotion.start', {
        project: project.id,
        release: one,
        to: environment,
        key: newKey(),
      });
      const promoted = await settled(engine.client, operation.id);
      if (promoted.status !== 'done')
        throw new Error(`${environment} was not prepared: ${promoted.problem?.message ?? promoted.status}`);
    }
    const owned = { [label.project]: project.id };
    let environments = 0;
    return {
      docker,
      repository,
      data,
      project: project.id,
      services: options.rich ? ['setup', 'store', 'web'] : ['web'],
      fronted: options.front ?? false,
      one,
      two,
      broken,
      commit,
      crowdedPort,
      commitWith: (page, files) => {
        const before = Object.entries(files).map(([file, edit]) => {
          const text = readFileSync(join(repository, file), 'utf8');
          write(file, edit(text));
          return () => {
            write(file, text);
          };
        });
        const sha = commit(page);
        for (const restore of before) restore();
        return sha;
      },
      textOf: (id) => texts.get(id) ?? '?',
      freshEnvironment: () => `test.k${String(++environments)}`,
      clear: (environment) => removeOwned(docker, { ...owned, [label.environment]: environment }),
      remove: async () => {
        await removeOwned(docker, owned);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    if (made !== null) await removeOwned(docker, { [label.project]: made });
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await engine.kill();
  }
}

/** Waits until an operation has ended or needs a person. */
export async function settled(client: Attached, operation: string, timeoutMs = 90_000): Promise<Operation> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const { operation: now } = await client.call('operation.get', { operation });
    if (now.status !== 'running' && now.status !== 'waiting') return now;
    if (performance.now() > deadline)
      throw new Error(
        `“${now.title}” is still ${now.status} after ${String(timeoutMs)} ms: ${JSON.stringify(now.steps.map((step) => [step.id, step.status, step.problem?.message]))}`,
      );
    await sleep(30);
  }
}

let keys = 0;
export const newKey = (): string => `crash-${String(process.pid)}-${String(Date.now())}-${String(++keys)}`;

async function removeOwned(docker: Docker, labels: Readonly<Record<string, string>>): Promise<void> {
  const filters = { label: Object.entries(labels).map(([key, value]) => `${key}=${value}`) };
  const quietly = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map((one) => quietly(docker.getContainer(one.Id).remove({ force: true, v: true }))));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map((one) => quietly(docker.getNetwork(one.Id).remove())));
  const { Volumes: volumes } = await docker.listVolumes({ filters: filters as unknown as string });
  await Promise.all(
    ((volumes as { Name: string }[] | null) ?? []).map((one) =>
      quietly(docker.getVolume(one.Name).remove({ force: true })),
    ),
  );
  const images = await docker.listImages({ filters });
  for (const image of images) await quietly(docker.getImage(image.Id).remove({ force: true }));
}
