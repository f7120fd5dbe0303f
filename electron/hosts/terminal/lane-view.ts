/** A lane as the command line shows it, and finding the one that a person names. */
import type { LanePick, LaneStatus } from '../../../shared/domain/hotfix.ts';
import type { Operation } from '../../../shared/domain/operation.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import { fail } from '../../../shared/problem.ts';
import { carryOut } from './follow.ts';
import type { Answer, Session } from './session.ts';
import { clip, inert, table } from './text.ts';
import { iso } from './time.ts';
import { operationView } from './views.ts';

/** The exit code of a lane that waits for a conflict to be settled (DESIGN §5). */
const conflictExitCode = 4;
const shownSubject = 60;

/** The lane of that id, a unique beginning of it, or its branch; of several lanes of one branch the open one. */
export async function findLane(session: Session, text: string): Promise<LaneStatus> {
  const project = (await session.project()).id;
  const { lanes } = await session.client.call('hotfix.lanes', { project, closed: true });
  const exact = lanes.find(({ id, branch, status }) => id === text || (branch === text && status === 'open'));
  const begun = lanes.filter(({ id, branch }) => branch === text || (text.length > 2 && id.startsWith(text)));
  const [only, another] = begun;
  if (exact) return exact;
  if (only && !another) return only;
  throw fail(
    only ? 'usage.ambiguous-lane' : 'usage.no-such-lane',
    only ? `"${text}" fits ${String(begun.length)} lanes.` : `No lane is called "${text}".`,
    { hint: '"slipway hotfix list" shows them; a lane is named by its id or its branch.' },
  );
}

/** The pick that a person names: by its place from 1, its id, or the commit that it was picked from. */
export function findPick(lane: LaneStatus, text: string): LanePick {
  const place = /^\d{1,4}$/.test(text) ? lane.picks[Number(text) - 1] : undefined;
  const named = lane.picks.filter(
    ({ id, source }) => id === text || (text.length >= 4 && source.startsWith(text.toLowerCase())),
  );
  const pick = place ?? (named.length === 1 ? named[0] : undefined);
  if (pick) return pick;
  throw fail('usage.no-such-pick', `No one pick of ${lane.branch} is "${text}".`, {
    hint: `"slipway hotfix show ${lane.id}" lists them: name one by its place, from 1.`,
  });
}

/** Carries an edit out and answers with the lane as it is then. One that `tries` picks ends with 4 when they conflict. */
export async function editLane(
  session: Session,
  edit: (key: string) => Promise<{ operation: Operation; lane: LaneStatus }>,
  { tries = false }: { tries?: boolean } = {},
): Promise<Answer> {
  let lane: LaneStatus | null = null;
  const { operation, exitCode } = await carryOut(session, { wait: true }, async (key) => {
    const answer = await edit(key);
    ({ lane } = answer);
    return answer.operation;
  });
  const now = await newest(session, lane, operation);
  const conflicts = tries && operation.status === 'done' && now?.picks.some(({ state }) => state === 'conflict');
  return laneAnswer(now, operation, conflicts ? conflictExitCode : exitCode);
}

/** What was answered was only planned when the edit took longer than the engine waits, or failed. */
async function newest(session: Session, lane: LaneStatus | null, operation: Operation): Promise<LaneStatus | null> {
  if (lane === null) return null;
  const project = (await session.project()).id;
  return session.client.call('hotfix.get', { project, lane: lane.id }).then(
    (answer) => answer.lane,
    () => (operation.status === 'done' ? lane : null),
  );
}

function laneAnswer(lane: LaneStatus | null, operation: Operation, exitCode: number): Answer {
  return {
    json: {
      ...(operation.problem && { problem: operation.problem }),
      hotfix: lane && laneView(lane),
      operation: operationView(operation),
    },
    text: lane && operation.status === 'done' ? laneText(lane) : `${inert(operation.title)}: ${operation.status}\n`,
    exitCode,
  };
}

export function laneView(lane: LaneStatus): object {
  const { operation, createdAt, published, picks, ...rest } = lane;
  return {
    ...rest,
    createdAt: iso(createdAt),
    published: published.map((one) => ({ ...one, at: iso(one.at) })),
    picks: picks.map(({ authoredAt, settled, files, ...pick }) => ({
      ...pick,
      authoredAt: iso(authoredAt),
      files,
      settled: settled.map(({ path, choice }) => ({ path, choice })),
    })),
    operation: operation && operationView(operation),
  };
}

/** A lane with its picks, and what a person should know of it. */
export function laneText(lane: LaneStatus): string {
  const { branch, id, base, baseName, head, picks, moved, stale, forwardPort, runsIn, status } = lane;
  const rows = picks.map((pick, index) => [
    String(index + 1),
    shortSha(pick.source),
    pick.commit === null ? '' : shortSha(pick.commit),
    pick.state,
    clip(inert(pick.subject), shownSubject),
  ]);
  const files = picks.flatMap((pick) => (pick.state === 'conflict' ? pick.files : []));
  const notes = [
    ...files.map((file) => `Conflict: ${inert(file.path)} (${file.kind})`),
    ...(runsIn.length > 0 ? [`Runs in ${runsIn.map(inert).join(', ')}`] : []),
    ...[moved, stale].flatMap((text) => (text === null ? [] : [inert(text)])),
    ...(forwardPort.open ? [`Not on main yet: ${String(forwardPort.missing.length)}`] : []),
  ];
  return [
    `${inert(branch)} (${id}, ${status}) at ${shortSha(head)}, cut from ${inert(baseName)} at ${shortSha(base)}\n`,
    table(['', 'FROM', 'COMMIT', 'STATE', 'SUBJECT'], rows, 'It holds no picks.'),
    ...notes.map((note) => `${note}\n`),
  ].join('');
}
