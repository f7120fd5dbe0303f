/** `slipway test-env`: an environment for a branch that is not merged, or for what is in the working tree now. */
import { setTimeout as sleep } from 'node:timers/promises';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import type { TestEnvironment } from '../../../shared/domain/test-environment.ts';
import { fail } from '../../../shared/problem.ts';
import { carryOut, follow, type Carried, type OperationOptions } from './follow.ts';
import type { Answer, Session } from './session.ts';
import { inert, table } from './text.ts';
import { age, iso, isoOrNull } from './time.ts';
import { type AddVerb, startsOperation, withExamples, wholeNumber } from './verb.ts';
import { operationView } from './views.ts';

type CreateOptions = OperationOptions & {
  readonly workingTree?: boolean;
  readonly days?: number;
  readonly name?: string;
  readonly template?: string;
};

export const addTestEnv: AddVerb = (program, run) => {
  const group = program.command('test-env').description('Give a branch that is not merged an environment of its own.');
  const create = group
    .command('create')
    .description('Make one for a branch, or bring its newest commit to the one that it has.')
    .argument('[branch]', 'the branch (default: the one that is checked out)')
    .option('--working-tree', 'take what is in the working tree now; it goes nowhere else')
    .option('--days <n>', 'remove it so many days after its last new commit', wholeNumber(1, 365))
    .option('--name <name>', 'what it is called, behind the dot')
    .option('--template <name>', 'the template of slipway.yaml');
  startsOperation(create, 'say what it would be made of, and make nothing');
  withExamples(create, 'test-env create feature/login --days 3', 'test-env create --working-tree --wait --json');
  create.action((branch: string | undefined, options: CreateOptions) =>
    run((session) => (options.dryRun ? preview(session, branch, options) : made(session, branch, options))),
  );
  const list = group.command('list').description('List them, and the branches that could have one.');
  list.action(() => run(listed));
  const remove = group
    .command('remove')
    .description('Remove one with everything that it used: containers, networks, volumes and their data.')
    .argument('<environment>', 'such as test.feature--login');
  startsOperation(remove, 'list what would go, and remove nothing');
  withExamples(remove, 'test-env remove test.feature--login --dry-run');
  remove.action((environment: string, options: OperationOptions) =>
    run((session) => (options.dryRun ? goes(session, environment) : removed(session, environment, options))),
  );
};

/** What makes the release and what brings it are one thing for who asks: the same request tells where it is. */
async function made(session: Session, branch: string | undefined, options: CreateOptions): Promise<Answer> {
  const project = (await session.project()).id;
  const { workingTree = false, days, name, template } = options;
  if (workingTree && branch !== undefined)
    throw fail('usage.one-of', 'Name a branch, or take the working tree: not both.');
  let environment: TestEnvironment | null = null;
  let key: string | null = null;
  const ask = async (): Promise<Operation> => {
    const wanted = { branch, workingTree, days, name, template };
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    const answer = await session.client.call('testEnvironment.create', { project, key: key ?? '', ...given });
    ({ environment } = answer);
    return answer.operation;
  };
  let carried = await carryOut(session, options, (given) => {
    key = given;
    return ask();
  });
  const waits = (options.events ?? false) || (options.wait ?? session.terminal.outIsTty);
  if (waits && carried.operation.status === 'done' && carried.operation.kind !== 'promote')
    carried = await brought(session, options, ask, carried);
  const { operation, exitCode } = carried;
  return {
    json: {
      ...(operation.problem && { problem: operation.problem }),
      environment: environment && view(await newest(session, project, environment)),
      operation: operationView(operation),
    },
    text: environment ? createdText(await newest(session, project, environment), operation) : '',
    exitCode,
    events: options.events ?? false,
  };
}

/** The engine begins it by itself, a moment after the release is there. */
const promotionWithinMs = 30_000;

async function brought(
  session: Session,
  options: CreateOptions,
  ask: () => Promise<Operation>,
  before: Carried,
): Promise<Carried> {
  for (let waitedMs = 0; waitedMs < promotionWithinMs; waitedMs += 100) {
    const operation = await ask();
    if (operation.id !== before.operation.id) return follow(session, operation, options.events ? 0 : null);
    await sleep(100);
  }
  return before;
}

async function newest(session: Session, project: string, place: TestEnvironment): Promise<TestEnvironment> {
  const { environments } = await session.client.call('testEnvironment.list', { project });
  return environments.find(({ environment }) => environment === place.environment) ?? place;
}

const createdText = ({ environment, url }: TestEnvironment, { status, title, id }: Operation): string =>
  url === null || status !== 'done'
    ? `${inert(environment)}: ${id} ${inert(title)} (${status})\n`
    : `${inert(environment)} answers at ${url}\n`;

async function preview(session: Session, branch: string | undefined, options: CreateOptions): Promise<Answer> {
  const project = (await session.project()).id;
  if (options.workingTree) {
    const { workingTree } = await session.client.call('workingTree.get', { project });
    const count = workingTree?.count ?? 0;
    return {
      json: { plan: workingTree, operation: null },
      text: workingTree
        ? `Would take ${shortSha(workingTree.commit ?? '')} with ${String(count)} changed ${count === 1 ? 'file' : 'files'}.\n`
        : 'This repository has no working tree.\n',
    };
  }
  const { environments, branches } = await session.client.call('testEnvironment.list', { project });
  const found =
    branches.find((one) => one.branch === branch) ?? environments.find((one) => one.branch === branch) ?? null;
  return {
    json: { plan: found && { branch: found.branch, commit: found.commit }, operation: null },
    text: found
      ? `Would bring ${shortSha(found.commit)} of ${inert(found.branch ?? '')}.\n`
      : `${inert(branch ?? 'The checked-out branch')} is none that is not merged.\n`,
  };
}

async function listed(session: Session): Promise<Answer> {
  const project = (await session.project()).id;
  const found = await session.client.call('testEnvironment.list', { project });
  const now = session.terminal.now();
  const rows = found.environments.map((one) => [
    inert(one.environment),
    inert(one.branch ?? (one.workingTree ? '(working tree)' : '')),
    shortSha(one.commit),
    one.url ?? '',
    one.endsAt === null ? '' : `ends ${iso(one.endsAt).slice(0, 10)}`,
    inert(one.problem?.message ?? one.review?.title ?? ''),
  ]);
  const others = found.branches.map((one) => [
    inert(one.branch),
    shortSha(one.commit),
    one.review?.draft ? 'draft' : '',
    inert(one.problem?.message ?? one.subject),
  ]);
  const made = found.environments.map(({ createdAt }) => age(createdAt, now));
  return {
    json: {
      environments: found.environments.map(view),
      branches: found.branches,
      templates: found.templates,
      forge: found.forge,
    },
    text:
      table(
        ['ENVIRONMENT', 'BRANCH', 'COMMIT', 'URL', 'END', ''].toSpliced(4, 0, 'MADE'),
        rows.map((row, index) => row.toSpliced(4, 0, made[index] ?? '')),
        'There are no test environments.',
      ) +
      (others.length > 0 ? `\n${table(['BRANCHES WITHOUT', 'COMMIT', '', 'SUBJECT'], others, '')}` : '') +
      (found.forge === null ? '' : `\n${inert(found.forge)}\n`),
  };
}

async function goes(session: Session, environment: string): Promise<Answer> {
  const project = (await session.project()).id;
  const plan = await session.client.call('testEnvironment.preview', { project, environment });
  const lines = Object.entries(plan).flatMap(([what, names]) => names.map((name) => `  ${what}: ${inert(name)}\n`));
  return {
    json: { plan, operation: null },
    text: `${inert(environment)} would go with:\n${lines.join('') || '  nothing\n'}`,
  };
}

async function removed(session: Session, environment: string, options: OperationOptions): Promise<Answer> {
  const project = (await session.project()).id;
  const { operation, exitCode } = await carryOut(
    session,
    options,
    async (key) => (await session.client.call('testEnvironment.remove', { project, environment, key })).operation,
  );
  return {
    json: {
      ...(operation.problem && { problem: operation.problem }),
      environment,
      operation: operationView(operation),
    },
    text: operation.status === 'done' ? `${inert(environment)} is gone.\n` : `Started ${operation.id}.\n`,
    exitCode,
    events: options.events ?? false,
  };
}

const view = ({ createdAt, endsAt, ...one }: TestEnvironment): object => ({
  ...one,
  createdAt: iso(createdAt),
  endsAt: isoOrNull(endsAt),
});
