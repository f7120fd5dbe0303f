/** The projects that are open in this engine: their mirrors, their configuration, their targets. */
import { lstat, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseConfiguration, type ParsedConfiguration } from '../../shared/configuration/parse.ts';
import type { Configuration } from '../../shared/configuration/schema.ts';
import type { Project } from '../../shared/domain/project.ts';
import { fail, problemOf, ProblemError, type Problem } from '../../shared/problem.ts';
import type { Git, Repository } from '../git/repository.ts';
import type { Store } from '../store/store.ts';
import type { Target } from '../targets/target.ts';
import type { Publisher } from './publish.ts';

export const configurationFile = 'slipway.yaml';
const maxConfigurationBytes = 1_000_000;

export interface ConfigurationState {
  readonly file: string;
  /** What is on disk (or on the main branch, for a bare repository); null when there is none. */
  readonly text: string | null;
  /** What is in force: the text when it is valid, else the last valid one. */
  readonly configuration: Configuration | null;
  readonly valid: boolean;
  readonly missing: boolean;
  readonly problems: Problem[];
  readonly notices: string[];
}

export interface OpenProject {
  readonly project: Project;
  readonly repository: Repository;
  configuration(): Promise<ConfigurationState>;
  /** The configuration in force now, for who tells nobody of it. */
  inForce(): Promise<Configuration | null>;
  /** Whether slipway.yaml differs from what anybody was told last. */
  configurationMoved(): Promise<boolean>;
  /** The configuration in force; throws what is wrong when there is none. */
  requireConfiguration(): Promise<Configuration>;
  /** The engine that a target's name stands for; the local one by default. */
  target(configuration: Configuration | null, name?: string): Target;
}

export interface WorkspaceParts {
  readonly dataDirectory: string;
  readonly store: Store;
  readonly publisher: Publisher;
  readonly git: Git;
  readonly targetAt: (address: string | null) => Target;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface Workspace {
  /** Opens the repository at a path; the same repository gives the same project. */
  open(path: string, by: string): Promise<OpenProject>;
  /** A project that was opened before; throws `usage.no-such-project`. */
  get(id: string): Promise<OpenProject>;
  /** The local engine. */
  readonly localTarget: Target;
  opened(): OpenProject[];
}

export function workspaceOf(parts: WorkspaceParts): Workspace {
  const { store, publisher, git } = parts;
  const projects = new Map<string, Promise<OpenProject>>();
  const targets = new Map<string | null, Target>();
  const settled = new Map<string, OpenProject>();
  const targetAt = (address: string | null): Target => {
    const target = targets.get(address) ?? parts.targetAt(address);
    targets.set(address, target);
    return target;
  };

  const load = (project: Project): Promise<OpenProject> => {
    const known = projects.get(project.id);
    if (known) return known;
    const loading = openProject(parts, project, targetAt);
    projects.set(project.id, loading);
    loading.then(
      (open) => settled.set(project.id, open),
      () => projects.delete(project.id),
    );
    return loading;
  };

  return {
    localTarget: targetAt(null),
    opened: () => [...settled.values()],
    async open(path, by) {
      const { root } = await git.probe(path);
      const project = publisher.commit((append) => {
        const known = store.projects.byPath(root);
        const name = basename(root).replace(/\.git$/, '') || root;
        if (!known) store.projects.insert({ id: parts.newId(), name, path: root, openedAt: parts.now() });
        else store.projects.touch(known.id, known.name, parts.now());
        const opened = store.projects.byPath(root);
        if (!opened) throw fail('failed.unexpected', 'The project was not kept.');
        if (!known) append({ type: 'project.opened', project: opened.id, by, data: { path: root } });
        return opened;
      });
      const open = await load(project);
      await open.repository.refresh();
      return open;
    },
    get(id) {
      const project = store.projects.get(id);
      if (!project)
        throw fail('usage.no-such-project', `There is no project “${id}”.`, { hint: 'Open its repository again.' });
      return load(project);
    },
  };
}

async function openProject(
  parts: WorkspaceParts,
  project: Project,
  targetAt: (address: string | null) => Target,
): Promise<OpenProject> {
  const folder = join(parts.dataDirectory, 'projects', project.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const repository = await parts.git.open(project.path, join(folder, 'mirror.git'));
  const lastGood = join(folder, configurationFile);
  // One after the other: two that write at once would take each other's half-written file away.
  let keeping: Promise<void> = Promise.resolve();
  const keepLastGood = (text: string): Promise<void> => {
    keeping = keeping.catch(() => undefined).then(() => keep(lastGood, text));
    return keeping;
  };

  // Every picture asks, and the file has hardly ever changed since.
  let meant: { readonly text: string; readonly parsed: ParsedConfiguration } | null = null;
  const meaningOf = async (text: string): Promise<ParsedConfiguration> => {
    if (meant?.text === text) return meant.parsed;
    const parsed = parseConfiguration(text, configurationFile);
    if (parsed.configuration) await keepLastGood(text);
    meant = { text, parsed };
    return parsed;
  };
  // What was told last, and not what a look at intervals saw last: a file that is changed and changed back between two
  // looks, and read in the middle, has to be read again.
  let told: string | null = null;
  const read = async (): Promise<ConfigurationState> => {
    const file = join(project.path, configurationFile);
    let text: string | null = null;
    let unreadable: Problem | null = null;
    try {
      text = await readConfiguration(repository, project.path);
    } catch (error) {
      // Part of the picture: the last valid one stays in force, also for an operation that is half-way.
      unreadable = unreadableProblem(file, error);
    }
    const parsed = unreadable
      ? { configuration: null, problems: [unreadable], notices: [] }
      : text === null
        ? { configuration: null, problems: [missing(file)], notices: [] }
        : await meaningOf(text);
    const inForce = parsed.configuration ?? (await readLastGood(lastGood));
    return {
      file,
      text,
      configuration: inForce,
      valid: parsed.configuration !== null,
      missing: text === null && unreadable === null,
      problems: parsed.problems,
      notices: parsed.notices,
    };
  };

  const configuration = async (): Promise<ConfigurationState> => {
    const state = await read();
    told = state.text;
    return state;
  };

  return {
    project,
    repository,
    configuration,
    inForce: async () => (await read()).configuration,
    async configurationMoved() {
      const before = told;
      return (await configuration()).text !== before;
    },
    async requireConfiguration() {
      const state = await configuration();
      if (state.configuration) return state.configuration;
      const [first] = state.problems;
      if (!first) throw fail('usage.configuration', 'There is no valid slipway.yaml.');
      throw fail(first.code, first.message, {
        ...(first.hint === null ? {} : { hint: first.hint }),
        details: first.details,
      });
    },
    target(inForce, name = 'local') {
      const declared = inForce?.targets?.[name];
      return targetAt(declared && 'docker' in declared && typeof declared.docker === 'string' ? declared.docker : null);
    },
  };
}

const missing = (file: string): Problem =>
  problemOf('usage.no-configuration', `There is no ${configurationFile} in this repository.`, {
    hint: 'slipway init writes one from a preset.',
    details: { file },
  });

const unreadableProblem = (file: string, error: unknown): Problem =>
  error instanceof ProblemError
    ? error.problem
    : problemOf(
        'usage.configuration',
        `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        { hint: 'Make it readable for this account.', details: { file } },
      );

/** From the working tree where there is one (only ever read), else from the tip of the main branch. */
async function readConfiguration(repository: Repository, root: string): Promise<string | null> {
  if (repository.opened.bare) {
    const { refs, head } = await repository.refs();
    const tip = refs.find(
      (ref) => ref.kind === 'branch' && (ref.name === head || ref.name === 'main' || ref.name === 'master'),
    );
    return tip ? repository.readFile(tip.commit, configurationFile, maxConfigurationBytes) : null;
  }
  const file = join(root, configurationFile);
  const info = await lstat(file).catch(() => null);
  if (!info) return null;
  // A link could lead anywhere on this machine, and what it leads to would be shown.
  if (!info.isFile())
    throw fail('usage.configuration', `${configurationFile} is not a regular file.`, {
      hint: 'Replace the link by the file itself.',
    });
  if (info.size > maxConfigurationBytes)
    throw fail('usage.configuration', `${configurationFile} is larger than 1 MB.`, {
      hint: 'It should be a few kilobytes.',
    });
  return readFile(file, 'utf8');
}

async function keep(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => null)) === text) return;
  await writeFile(`${file}.new`, text, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

async function readLastGood(file: string): Promise<Configuration | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : parseConfiguration(text, configurationFile).configuration;
}
