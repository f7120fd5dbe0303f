/** A run beside another: what changed between them, what got slower, which tests broke or were mended. */
import { NativeSelect, Skeleton, Table } from '@mantine/core';
import type { Output } from '../../../shared/api/contract.ts';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { coverageChange, slowdown } from '../../components/run/figures.ts';
import { runLooks } from '../../components/run/looks.ts';
import { useAnswer } from '../../components/useAnswer.ts';
import { useNow } from '../../components/useNow.ts';
import { useMoves } from '../../state/useMoves.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { ago, duration } from '../../text/time.ts';
import classes from './RunPage.module.css';
import { words } from './words.ts';

const { compare: say } = words;
type Comparison = Output<'run.compare'>;

export function Compare({ run, other }: { readonly run: Run; readonly other: string }) {
  const go = useStore((state) => state.go);
  const now = useNow();
  const { project, id } = run;
  const runs = useOthers(run);
  const chosen = other === 'before' ? runs.before?.id : other;
  const fresh = useMoves(`run ${id}`);
  const { data, problem } = useAnswer('run.compare', chosen ? { project, run: id, with: chosen } : null, { fresh });
  const known = [...runs.own, ...runs.main];
  // One that an address names may be of any branch, and of any age.
  const named = data && known.every((one) => one.id !== data.before.id) ? [data.before] : [];
  const option = (one: Run) => ({
    value: one.id,
    label: `${shortSha(one.commit)} ${shorten(inert(one.subject), 40)} \u00b7 ${runLooks[one.status].word.toLowerCase()}, ${ago(one.startedAt, now)}`,
  });
  const groups = [named, runs.own, runs.main].flatMap(([first, ...rest]) =>
    first ? [{ group: shorten(inert(first.ref), 40), items: [first, ...rest].map(option) }] : [],
  );
  return (
    <section className={classes.compare} aria-label={say.title}>
      <header className={classes.paneHead}>
        <h2>{say.title}</h2>
        {groups.length > 0 && (
          <NativeSelect
            size="xs"
            aria-label={say.choose}
            value={chosen ?? ''}
            onChange={(event) =>
              go({ screen: 'run', project, run: id, with: event.currentTarget.value }, { replace: true })
            }
            data={groups}
          />
        )}
      </header>
      {runs.loaded && !chosen && <p className="quiet">{say.none}</p>}
      {problem && <ProblemNotice problem={problem} compact />}
      {chosen && !data && !problem && <Skeleton height={200} />}
      {data && (
        <div className={classes.compareColumns}>
          <Stages stages={data.stages} />
          <div>
            <Commits commits={data.commits} />
            <TestChanges tests={data.tests} />
          </div>
        </div>
      )}
    </section>
  );
}

/** What a run can be compared with: the runs of its branch, and those of main where that is another. */
function useOthers({ project, id, ref, startedAt }: Run) {
  const fresh = useMoves('runs');
  const branch = useStatus()?.main.branch;
  const list = useAnswer('run.list', { project, ref, limit: 50 }, { fresh });
  const mains = useAnswer('run.list', branch && branch !== ref ? { project, ref: branch, limit: 20 } : null, { fresh });
  const own = list.data?.runs.filter((candidate) => candidate.id !== id) ?? [];
  const main = mains.data?.runs ?? [];
  return {
    own,
    main,
    /** The one before it on its branch, else any. */
    before: own.find((candidate) => candidate.startedAt < startedAt) ?? own[0] ?? main[0],
    loaded: list.data !== null && (branch === ref || mains.data !== null),
  };
}

function Stages({ stages }: Pick<Comparison, 'stages'>) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {say.head.map((title) => (
            <Table.Th key={title}>{title}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {stages.map(({ name, ms, status, coverage }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <Foreign text={name} most={40} />
            </Table.Td>
            <Table.Td>{sideOf(status.before, ms.before)}</Table.Td>
            <Table.Td>{sideOf(status.after, ms.after)}</Table.Td>
            <Table.Td>
              <Pace share={slowdown(ms.before, ms.after)} />
            </Table.Td>
            <Table.Td>{coverageChange(coverage)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const sideOf = (status: string | null, ms: number | null): string =>
  [status ?? say.missing, ms === null ? '' : duration(ms)].filter(Boolean).join(', ');

/** Changes that are smaller than what a busy machine makes of the same work are not worth a word. */
const leastShare = 0.1;

function Pace({ share }: { readonly share: number | null }) {
  if (share === null || Math.abs(share) < leastShare) return null;
  const percent = Math.round(Math.abs(share) * 100);
  return (
    <span className={share > 0 ? classes.slower : classes.faster}>
      {share > 0 ? say.slower(percent) : say.faster(percent)}
    </span>
  );
}

function Commits({ commits }: Pick<Comparison, 'commits'>) {
  return (
    <>
      <h3>{commits.count === 0 ? say.same : say.commits(commits.count)}</h3>
      <ul>
        {commits.subjects.map((subject, index) => (
          <li key={`${subject} ${index}`}>
            <Foreign text={subject} />
          </li>
        ))}
      </ul>
    </>
  );
}

function TestChanges({ tests }: Pick<Comparison, 'tests'>) {
  const groups = [
    [say.broken, tests.broken],
    [say.mended, tests.mended],
    [say.slowTests, tests.slower],
  ] as const;
  if (groups.every(([, names]) => names.length === 0)) return <p className="quiet">{say.noTests}</p>;
  return groups.map(
    ([title, names]) =>
      names.length > 0 && (
        <div key={title}>
          <h3>{`${title} (${names.length})`}</h3>
          <ul>
            {names.map((name) => (
              <li key={name}>
                <Foreign text={name} />
              </li>
            ))}
          </ul>
        </div>
      ),
  );
}
