/** A shop with its history in git, its engine in this process, and the contract as a client: no containers are needed. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { composeEngine, type Composed } from '../../../electron/compose.ts';
import type { Attached } from '../../../electron/hosts/attach.ts';
import { runCommandLine } from '../../../electron/hosts/terminal/program.ts';
import { openStore } from '../../../electron/store/store.ts';
import { version } from '../../../electron/version.ts';
import type { Input, Output, RequestName } from '../../../shared/api/contract.ts';
import type { LanePlan, LaneStatus } from '../../../shared/domain/hotfix.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { terminalWith } from '../../unit/terminal/terminal.ts';
import { createRepository, temporaryFolder, type FixtureRepository } from '../../fixtures/repository.ts';

const configuration = `slipway: 1
name: shop
environments:
  qa: { kind: qa, follows: main }
  staging: { kind: staging, after: qa }
  release: { kind: release, to: staging }
  production: { kind: production, after: staging }
`;
const compose = 'services:\n  web: { build: . }\n';

export interface Shop {
  readonly repository: FixtureRepository;
  readonly data: string;
  readonly project: string;
  call<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>>;
  /** Runs a line of the command line in the shop's folder. */
  slipway(...words: string[]): Promise<{ exitCode: number; stdout: string; json: () => unknown }>;
  /** The problem that a call rejects with; throws when it does not. */
  refused<Name extends RequestName>(name: Name, input: Input<Name>): Promise<Problem>;
  /** Records that an environment runs a commit now, as a deployment would. */
  runs(environment: string, commit: string, ref?: string): void;
  /** Records that an edit is at work which moves a lane to a commit, as one that has begun and not ended would be. */
  edits(lane: LaneStatus, head: string): void;
  /** The same history in a new engine, as after a restart. */
  restart(): Promise<void>;
  git(...args: string[]): string;
  mirror(...args: string[]): string;
  lane(id: string): Promise<LaneStatus>;
}

let keys = 0;
export const key = (): string => `lanes-${String(process.pid)}-${String((keys += 1))}`;

/** Text of many lines, so that changes of two of them do not touch. */
export const lines = (changed: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: 30 }, (_, index) => `${changed[index + 1] ?? `line ${String(index + 1)}`}\n`).join('');

/** Opens a new shop; `make` commits its history in the working tree, on `main`. */
export async function openShop(make: (repository: FixtureRepository) => void = () => undefined): Promise<Shop> {
  const { path, remove } = temporaryFolder('slipway-lanes-');
  const repository = createRepository(join(path, 'shop'));
  repository.commit({
    message: 'Begin\n',
    files: {
      'slipway.yaml': configuration,
      'compose.yaml': compose,
      Dockerfile: 'FROM scratch\n',
      'till.txt': lines(),
    },
  });
  make(repository);
  const data = join(path, 'data');
  mkdirSync(data);
  const open = (): Promise<Composed> => composeEngine({ dataDirectory: data, environment: {} });
  let engine = await open();
  onTestFinished(async () => {
    await engine.close();
    remove();
  });
  const call = async <Name extends RequestName>(name: Name, input: Input<Name>): Promise<Output<Name>> =>
    (await engine.face.call(name, input, { by: 'ada', face: 'terminal' })) as Output<Name>;
  const { project } = await call('project.open', { path: repository.path });
  const mirror = join(data, 'projects', project.id, 'mirror.git');
  return {
    repository,
    data,
    project: project.id,
    call,
    slipway: async (...words) => {
      const terminal = terminalWith({ cwd: repository.path, key });
      const engines = {
        attach: () => Promise.resolve(attachedTo(engine.face)),
        serve: () => Promise.reject(new Error()),
      };
      const exitCode = await runCommandLine(words, terminal, engines, version);
      return { exitCode, stdout: terminal.stdout(), json: () => JSON.parse(terminal.stdout()) as unknown };
    },
    refused: async (name, input) => {
      try {
        await call(name, input);
      } catch (error) {
        return problemFrom(error);
      }
      throw new Error(`${name} was not refused.`);
    },
    runs: (environment, commit, ref = 'main') => {
      record(data, project.id, { environment, commit, ref });
    },
    edits: ({ id, operation: _operation, ...lane }, head) => {
      const store = openStore(data);
      store.operations.insert({
        ...{ id: 'edit', project: project.id, kind: 'hotfix', scope: `lane:${id}`, environment: null, title: 'Edit' },
        ...{
          release: null,
          revision: null,
          status: 'running',
          by: 'ada',
          why: null,
          key: 'edit of a lane',
          startedAt: 1,
        },
        plan: { kind: 'hotfix', after: { ...lane, id, head } } as unknown as LanePlan,
      });
      store.close();
    },
    async restart() {
      await engine.close();
      engine = await open();
    },
    git: (...args) => repository.git(args),
    mirror: (...args) => repository.git([`--git-dir=${mirror}`, ...args]),
    lane: async (lane) => (await call('hotfix.get', { project: project.id, lane })).lane,
  };
}

/** A client of the engine in this process, as the command line gets one of another process. */
export function attachedTo(face: Composed['face']): Attached {
  const caller = { by: 'ada', face: 'terminal' } as const;
  return {
    call: (name, input) => face.call(name, input, caller) as never,
    stream: (name, input, signal) =>
      face.stream(name, input, caller, (signal as AbortSignal | undefined) ?? new AbortController().signal) as never,
    closed: new Promise(() => undefined),
    close: () => undefined,
    endpoint: {
      url: 'http://127.0.0.1:1/',
      port: 1,
      token: 't'.repeat(43),
      pid: 1,
      startedAt: 1,
      version,
      protocol: 1,
    },
  };
}

/** A release of the commit and a revision that runs it, written by another connection to the same history. */
function record(data: string, project: string, at: { environment: string; commit: string; ref: string }): void {
  const { environment, commit, ref } = at;
  const store = openStore(data);
  const digest = `sha256:${commit.padEnd(64, '0')}`;
  const id = `${commit.slice(0, 7)}${ref === 'main' ? '' : '-lane'}`;
  store.transact(() => {
    store.revisions.saveConfiguration('c', { services: [], networks: [], volumes: [] });
    if (!store.releases.get(project, id))
      store.releases.insert({
        id,
        project,
        commit,
        ref,
        subject: 'A release',
        author: 'Ada',
        committedAt: 1,
        tag: null,
        inputs: `inputs of ${id}`,
        schemaVersion: null,
        createdAt: 1,
        operation: 'operation',
        changes: null,
        rejected: null,
        artifacts: [{ service: 'web', digest, reference: digest, imageId: digest, sizeBytes: null }],
      });
    const number = store.revisions.nextNumber(project, environment);
    store.revisions.insert(
      {
        ...{ project, environment, number, release: id, commit, cause: 'promotion', restores: null },
        ...{ operation: 'operation', by: 'ada', why: null, startedAt: number, configuration: 'c', url: null },
        digests: { web: digest },
      },
      'words',
    );
    store.revisions.setRunning(project, environment, number, number, null);
  });
  store.close();
}
