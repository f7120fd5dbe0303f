/** What a verb works with: the engine, the project, the terminal. */
import { resolve } from 'node:path';
import type { Client } from '../../../shared/api/contract.ts';
import type { Project } from '../../../shared/domain/project.ts';
import { defaultDataDirectory } from '../data-directory.ts';
import type { Terminal } from './terminal.ts';

export interface CommonOptions {
  readonly project?: string;
  readonly data?: string;
  readonly json?: boolean;
}

export interface Session {
  readonly terminal: Terminal;
  readonly client: Client;
  readonly dataDirectory: string;
  /** The folder that `--project` names. */
  readonly projectDirectory: string;
  readonly json: boolean;
  /** The project of that folder, opened. Asked once. */
  project(): Promise<Project>;
}

/** What a verb answers: one document for programs, the same as text for people. */
export interface Answer {
  readonly json: object;
  readonly text: string;
  /** 0 unless it says otherwise. */
  readonly exitCode?: number;
  /** Standard output carries NDJSON: the document becomes its last line. */
  readonly events?: boolean;
}

/** The folder that relative paths start from. npm runs scripts in the package's folder and keeps the user's in INIT_CWD. */
export function startingFolder({ environment, cwd }: Pick<Terminal, 'environment' | 'cwd'>): string {
  return environment.npm_lifecycle_event === 'slipway' && environment.INIT_CWD ? environment.INIT_CWD : cwd;
}

/** The data directory that the options and the environment name, absolute. */
export function dataDirectoryOf(options: CommonOptions, terminal: Terminal): string {
  const named = options.data ?? defaultDataDirectory(terminal.environment, terminal.platform, terminal.home);
  return resolve(startingFolder(terminal), named);
}

/** Makes the session of one run. */
export function openSession(client: Client, options: CommonOptions, terminal: Terminal): Session {
  const projectDirectory = resolve(startingFolder(terminal), options.project ?? '.');
  let opening: Promise<Project> | null = null;
  return {
    terminal,
    client,
    projectDirectory,
    dataDirectory: dataDirectoryOf(options, terminal),
    json: options.json ?? false,
    project: () => {
      opening ??= client.call('project.open', { path: projectDirectory }).then(({ project }) => project);
      return opening;
    },
  };
}
