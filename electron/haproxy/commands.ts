/** What the balancer can be told and asked while it runs: each command is its lines, and how their answers are read. */
import { fail } from '../../shared/problem.ts';
import type { Traffic } from '../../shared/domain/front.ts';
import type { LatencyCounts } from '../../shared/domain/latency.ts';
import { latencyTable, nobody, trafficFile } from './names.ts';
import {
  parseAnswers,
  parseLatencies,
  parseMap,
  parseServers,
  parseStatistics,
  type Answers,
  type Server,
  type Statistics,
} from './parse.ts';

export interface Command<T> {
  /** Sent together: they run one after the other, with nothing of others in between. */
  readonly lines: readonly string[];
  /** Reads the answer to each line. Throws `failed.front-refused` when one says that it was not done. */
  read(answers: readonly string[]): T;
}

/** What only is to be done: an answer is a refusal, unless it is one that is expected. */
const done = (lines: readonly string[], expected = /^$/): Command<void> => ({
  lines,
  read: (answers) => {
    for (const [index, answer] of answers.entries()) {
      const wrong = answer.split('\n').find((one) => one.trim() !== '' && !expected.test(one));
      if (wrong !== undefined) throw refused(lines[index] ?? '', wrong);
    }
  },
});

const asked = <T>(line: string, read: (answer: string) => T): Command<T> => ({
  lines: [line],
  read: ([answer = '']) => read(answer),
});

/** Several commands of one kind in one go: each way to a container takes longer than all of them. */
export const together = <T>(commands: readonly Command<T>[]): Command<T[]> => ({
  lines: commands.flatMap(({ lines }) => lines),
  read: (answers) => {
    let from = 0;
    return commands.map(({ lines, read }) => read(answers.slice(from, (from += lines.length))));
  },
});

const refused = (line: string, answer: string) =>
  fail('failed.front-refused', `The load balancer refused “${line.slice(0, 120)}”: ${answer.slice(0, 300)}`, {
    hint: 'Its configuration may have been edited by hand. Deploy again: its container is made anew.',
  });

export const showServers = (backend: string): Command<Server[]> =>
  asked(`show servers state ${word(backend)}`, parseServers);

/** Of backends and servers: what is open, what was answered, and how. */
export const showStatistics: Command<Statistics[]> = asked('show stat -1 6 -1 no-maint', parseStatistics);

/** Of backends alone: how many requests were answered, and how. */
export const showAnswers: Command<Answers[]> = asked('show stat -1 2 -1', parseAnswers);

/** How long answers took, by backend. A front that an older version started has no such table: nothing is known then. */
export const showLatencies: Command<ReadonlyMap<string, LatencyCounts> | null> = asked(
  `show table ${latencyTable}`,
  parseLatencies,
);

export const showTraffic: Command<Traffic> = asked(`show map ${trafficFile}`, parseMap);

/** In an order in which every request in between finds a colour that serves: no share before its canary is known. */
export const setTraffic = ({ stable, canary, share }: Traffic): Command<void> =>
  done(
    [`share 0`, `canary ${canary ?? 'none'}`, `stable ${stable}`, `share ${String(share)}`].map(
      (pair) => `set map ${trafficFile} ${pair}`,
    ),
  );

/** Also of whom somebody took all weight by hand. */
const inService = (at: string): string[] => [`set server ${at} state ready`, `set server ${at} weight 100%`];

const named = /changed its FQDN|^no need to change the FDQN/;

/** Puts a container into a slot and lets it be checked. It counts as down until its first check passes. */
export const fillSlot = (backend: string, slot: string, host: string): Command<void> => {
  const at = `${word(backend)}/${word(slot)}`;
  return done([`set server ${at} fqdn ${word(host)}`, `set server ${at} health down`, ...inService(at)], named);
};

/** Takes a slot out of service and forgets who was in it. What is open on it goes on, for as long as its container does. */
export const emptySlot = (backend: string, slot: string): Command<void> => {
  const at = `${word(backend)}/${word(slot)}`;
  return done([`set server ${at} state maint`, `set server ${at} fqdn ${nobody}`], named);
};

/** `drain` lets it finish what it has, and gives it nothing new. */
export const setSlotState = (backend: string, slot: string, state: 'ready' | 'drain'): Command<void> => {
  const at = `${word(backend)}/${word(slot)}`;
  return done(state === 'ready' ? inService(at) : [`set server ${at} state ${state}`]);
};

/** Names come from plans, which made them safe: one that is not would be a command of its own. */
function word(text: string): string {
  if (/^[A-Za-z0-9_.:-]+$/.test(text)) return text;
  throw fail('failed.front-name', `“${text.slice(0, 80)}” is no name that the load balancer can have.`);
}
