/** A commit that is to be picked, as it is stored. */
import type { PickRequest } from '../../../shared/domain/hotfix.ts';
import { fail, type ProblemError } from '../../../shared/problem.ts';
import { isObjectName, noSuchCommit } from '../names.ts';
import type { Reader } from '../reader.ts';
import { missingObjects } from './missing.ts';

export interface StoredCommit {
  readonly commit: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Headers that a pick takes over as they are: the author line, and the encoding when there is one (latin1). */
  readonly author: string;
  readonly encoding: string | null;
  /** Bytes as latin1. */
  readonly message: string;
  readonly subject: string;
}

const messageMaxBytes = 16 * 1024 * 1024;
const subjectMax = 1000;

/** Reads a commit. `usage.no-such-commit`, or `failed.missing-objects` where history names it. */
export async function readCommit(reader: Reader, commit: string, isNamed = false): Promise<StoredCommit> {
  if (!isObjectName(commit)) throw noSuchCommit(commit);
  const info = await reader.info(commit);
  if (info === null) throw isNamed ? missingObjects([commit]) : noSuchCommit(commit);
  if (info.type !== 'commit') throw noSuchCommit(commit);
  const text = (await reader.read(commit, messageMaxBytes))?.toString('latin1') ?? '';
  const end = text.indexOf('\n\n');
  const header = end < 0 ? text : text.slice(0, end);
  const message = end < 0 ? '' : text.slice(end + 2);
  const values = (name: string): string[] =>
    [...header.matchAll(new RegExp(`^${name} ([^\\n]*)$`, 'gm'))].map((match) => match[1] ?? '');
  const encoding = values('encoding')[0] ?? null;
  return {
    commit,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: values('author')[0] ?? '',
    encoding,
    message,
    subject: decoded(subjectOf(message), encoding).slice(0, subjectMax),
  };
}

/** As git does: the first paragraph on one line. */
const subjectOf = (message: string): string =>
  message
    .replace(/^\s+/, '')
    .split(/\n[ \t\r]*\n/, 1)[0]
    ?.split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim() ?? '';

function decoded(text: string, encoding: string | null): string {
  const bytes = Buffer.from(text, 'latin1');
  try {
    return new TextDecoder(encoding ?? 'utf-8').decode(bytes);
  } catch {
    // An encoding that nobody knows.
    return bytes.toString('utf8');
  }
}

/** The tree that a pick is the difference from: that of the parent, or nothing for a root commit. */
export async function baseTree(reader: Reader, source: StoredCommit, request: PickRequest): Promise<string> {
  const parent = parentOf(source, request.mainline);
  if (parent === null) return emptyTree(source.commit.length);
  return (await readCommit(reader, parent, true)).tree;
}

/** The parent that a pick is the difference from; null for a root commit. `usage.mainline` where it must be named. */
export function parentOf(source: StoredCommit, mainline: number | undefined): string | null {
  const { parents } = source;
  if (parents.length > 1 && mainline === undefined) throw mainlineNeeded(source);
  if (parents.length === 0) return null;
  const parent = parents[(mainline ?? 1) - 1];
  if (parent === undefined) throw noSuchParent(source, mainline ?? 1);
  return parent;
}

const mainlineNeeded = ({ commit, parents, subject }: StoredCommit): ProblemError =>
  fail(
    'usage.mainline',
    `${commit.slice(0, 7)} is a merge of ${String(parents.length)} parents: say whose side it is compared with.`,
    {
      hint: 'Choose the mainline parent; it is nearly always 1, the branch that was merged into.',
      details: { commit, subject, parents: [...parents] },
    },
  );

const noSuchParent = ({ commit, parents }: StoredCommit, mainline: number): ProblemError =>
  fail('usage.mainline', `${commit.slice(0, 7)} has no parent ${String(mainline)}: it has ${String(parents.length)}.`, {
    hint: 'Choose one of its parents, counted from 1.',
    details: { commit, parents: [...parents] },
  });

/** The name of the tree of nothing, which git knows without having it. */
const emptyTree = (length: number): string =>
  length === 40
    ? '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
    : '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321';
