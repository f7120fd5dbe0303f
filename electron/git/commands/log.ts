/** Commits, in a format that no text in them can break: NUL cannot occur in a commit's header or message. */
import type { Commit } from '../../../shared/domain/commit.ts';
import { cut, records } from './records.ts';

const fields = ['%H', '%P', '%an', '%ae', '%at', '%ct', '%s', '%B'];
const nameMax = 1000;
const subjectMax = 1000;
export const messageMax = 100_000;
/** A merge may have many parents; 41 characters each. */
const parentsMax = 1_000_000;
const caps = [64, parentsMax, nameMax, nameMax, 20, 20, subjectMax, messageMax];

export interface LogOptions {
  /** Commits to start from, or every branch and tag; or exactly the commits that standard input names, in their order. */
  readonly from: readonly string[] | 'all' | 'input';
  /** Commits to start from besides: a detached HEAD. */
  readonly also?: readonly string[];
  /** Commits that are left out with all their history. */
  readonly not?: readonly string[];
  readonly skip?: number;
  readonly limit: number;
  /** Text to find in messages, without regard to case. */
  readonly search?: string;
  /** Whether to read whole messages too. */
  readonly messages?: boolean;
}

/** Arguments of a log. Every commit is a full object name. */
export function logArguments(options: LogOptions): string[] {
  const read = options.messages ? fields : fields.slice(0, -1);
  return [
    'log',
    '-z',
    `--format=tformat:${read.join('%x00')}`,
    '--no-color',
    '--no-decorate',
    '--no-notes',
    '--no-show-signature',
    '--no-ext-diff',
    '--no-textconv',
    `--max-count=${options.limit}`,
    `--skip=${options.skip ?? 0}`,
    ...(options.search
      ? ['--regexp-ignore-case', '--fixed-strings', `--grep=${options.search.replaceAll(/[\0\n\r]/g, ' ')}`]
      : []),
    ...startsOf(options.from),
    ...(options.also ?? []),
    ...(options.not ?? []).map((sha) => `^${sha}`),
    '--',
  ];
}

function startsOf(from: LogOptions['from']): readonly string[] {
  if (from === 'all') return ['--branches', '--tags', '--remotes'];
  return from === 'input' ? ['--no-walk=unsorted', '--stdin'] : from;
}

/** A commit with its message, when it was asked for; of the message one character more than the cap is kept. */
export async function* parseLog(
  chunks: AsyncIterable<Uint8Array>,
  messages = false,
): AsyncGenerator<Commit & { message: string }> {
  for await (const record of records(chunks, messages ? caps : caps.slice(0, -1))) yield commitOf(record);
}

function commitOf(record: readonly string[]): Commit & { message: string } {
  const [sha = '', parents = '', author = '', email = '', authored = '', committed = '', subject = '', message = ''] =
    record;
  return {
    sha,
    parents: parents === '' ? [] : parents.split(' '),
    author: cut(author, nameMax),
    email: cut(email, nameMax),
    authoredAt: timeOf(authored),
    committedAt: timeOf(committed),
    subject: cut(subject, subjectMax),
    message,
  };
}

const lastDate = 8_640_000_000_000_000;

/** Milliseconds since 1970. A commit can claim any date; what no calendar has becomes the nearest that one has. */
export function timeOf(seconds: string): number {
  const parsed = Number(seconds);
  return Number.isFinite(parsed) ? Math.min(Math.max(parsed * 1000, -lastDate), lastDate) : 0;
}
