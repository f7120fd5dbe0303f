/** A small engine in this process: a project with one release, and operations that a test moves along. */
import type { Client } from '../../../shared/api/contract.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { fail } from '../../../shared/problem.ts';
import type { Attached } from '../../../electron/hosts/attach.ts';
import { type Handlers, fakeFace } from '../../contract/hosts/fake-face.ts';

export const digest = `sha256:${'d'.repeat(64)}`;
export const release = (overrides: Partial<Release> = {}): Release => ({
  id: 'r1a2b3',
  project: 'p1',
  commit: 'abcdef0123456789abcdef0123456789abcdef01',
  subject: 'Fix \u001b[31mcheckout',
  author: 'Ada',
  committedAt: 1,
  ref: 'main',
  tag: 'v1.0.0',
  artifacts: [{ service: 'web', digest, reference: digest, imageId: digest, sizeBytes: 1 }],
  inputs: 'i',
  schemaVersion: null,
  createdAt: 1_700_000_000_000,
  operation: 'o1',
  changes: 3,
  rejected: null,
  ...overrides,
});
export const operation = (overrides: Partial<Operation> = {}): Operation => ({
  id: 'op-1',
  project: 'p1',
  kind: 'promote',
  environment: 'staging',
  title: 'Promote abcdef0 to staging',
  release: 'r1a2b3',
  revision: 4,
  status: 'running',
  direction: 'forward',
  steps: [
    {
      id: 's',
      title: 'Start the containers',
      status: 'running',
      attempts: 1,
      startedAt: 1000,
      endedAt: null,
      problem: null,
    },
  ],
  problem: null,
  by: 'someone',
  why: null,
  startedAt: 1000,
  endedAt: null,
  can: { resume: { possible: false, reason: null }, abort: { possible: true, reason: null } },
  ...overrides,
});

const project = { id: 'p1', name: 'shop', path: '/home/someone/shop', openedAt: 1 };

/** Calls that nearly every verb makes; a test adds its own. */
export function attachedTo(handlers: Handlers, closed: Promise<void> = new Promise(() => undefined)): Attached {
  const face = fakeFace({
    'project.open': () => ({ project }),
    'release.list': () => ({ releases: [release()], more: false }),
    'repository.log': () => {
      throw fail('usage.no-such-ref', 'No such ref.');
    },
    'operation.list': () => ({ operations: [operation()] }),
    'events.follow': async function* (_input, _caller, signal) {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      yield* [];
    },
    'operation.logs': async function* () {
      yield* [{ seq: 1, at: 1, source: 's', stream: 'err', text: 'panic: \u001b]0;x\u0007no port' }];
    },
    ...handlers,
  });
  const caller = { by: 'someone', face: 'terminal' } as const;
  const client = {
    call: (name: string, input: unknown) => face.call(name, input, caller),
    stream: (name: string, input: unknown, signal?: AbortSignal) =>
      face.stream(name, input, caller, signal ?? new AbortController().signal),
  } as Client;
  return {
    ...client,
    closed,
    close: () => undefined,
    endpoint: {
      url: 'http://127.0.0.1:1/',
      port: 1,
      token: 't'.repeat(43),
      pid: 1,
      startedAt: 1,
      version: '0.1.0',
      protocol: 1,
    },
  };
}
