/** A pick that conflicts: on which files and how, what it needs first, and the sets that were tried and come out clean. */
import { Button, Loader } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { shortSha } from '../../../shared/domain/commit.ts';
import type { PickForecast, PickRequest, PrerequisiteSet } from '../../../shared/domain/hotfix.ts';
import { Chip } from '../Chip.tsx';
import { CommitName } from '../Copyable.tsx';
import { Foreign } from '../Foreign.tsx';
import { ProblemNotice } from '../ProblemNotice.tsx';
import classes from './ConflictPanel.module.css';
import { Mark } from './ForecastMark.tsx';
import { forecastLook } from './looks.ts';
import type { Target } from './useForecast.ts';
import { usePrerequisites } from './usePrerequisites.ts';
import { words } from './words.ts';

interface ConflictPanelProps {
  readonly target: Target;
  readonly forecast: PickForecast;
  /** Adds commits to the lane, oldest first; null where there is no lane to add to. */
  readonly add: ((picks: PickRequest[]) => void) | null;
  /** Shows a commit's changes. */
  readonly show?: (commit: string) => void;
}

export function ConflictPanel({ target, forecast, add, show }: ConflictPanelProps) {
  const { commit, mainline } = forecast;
  const pick = { commit, ...(mainline ? { mainline } : {}) };
  const { search, start, stop } = usePrerequisites(target, pick);
  const name = shortSha(commit);
  const look = forecastLook(forecast);
  return (
    <section className={classes.panel} aria-label={words.panel(name)}>
      <div className={classes.head}>
        <Mark look={look} />
        <span className="one-line">
          {forecast.forecast === 'conflict' && !forecast.problem
            ? words.conflicts(name, target.title)
            : `${look.word} ${words.onto(target.title)}`}
        </span>
      </div>
      {forecast.problem && <ProblemNotice problem={forecast.problem} compact />}
      {forecast.presentAs && (
        <div>
          {words.presentAs} <CommitName sha={forecast.presentAs} />
        </div>
      )}
      {forecast.files.length > 0 && <Files files={forecast.files} />}
      {forecast.forecast === 'conflict' && !forecast.problem && (
        <>
          {!search && (
            <div>
              <Button size="compact-sm" variant="default" leftSection={<IconSearch size={14} />} onClick={start}>
                {words.search}
              </Button>
            </div>
          )}
          {search && search.named.length > 0 && (
            <div>
              <h3>{words.needs}</h3>
              <Commits commits={search.named} show={show} />
            </div>
          )}
          {search?.sets.map((set) => (
            <Offer key={set.picks.map((one) => one.commit).join(' ')} set={set} pick={pick} add={add} show={show} />
          ))}
          {search && !search.end && (
            <div className={classes.row} role="status">
              <Loader size={14} /> {words.searching}
              <Button size="compact-xs" variant="default" onClick={stop}>
                {words.stop}
              </Button>
            </div>
          )}
          {search?.end && <End search={search} end={search.end} />}
          {search?.problem && <ProblemNotice problem={search.problem} compact />}
        </>
      )}
    </section>
  );
}

/** Files that are listed; a commit may conflict in thousands. */
const mostFiles = 60;

function Files({ files }: { readonly files: PickForecast['files'] }) {
  return (
    <div>
      <h3>{words.files}</h3>
      <ul className={classes.list}>
        {files.slice(0, mostFiles).map((file) => (
          <li key={`${file.kind} ${file.path}`} className={classes.file}>
            <span className="mono">
              <Foreign text={file.path} most={54} />
            </span>
            <span className="quiet" title={file.text}>
              {words.kinds[file.kind]}
              {file.regions !== null && file.regions > 0 && `, ${words.regions(file.regions)}`}
            </span>
          </li>
        ))}
        {files.length > mostFiles && <li className="quiet">{`and ${files.length - mostFiles} more`}</li>}
      </ul>
    </div>
  );
}

function End({ search, end }: { search: { sets: readonly unknown[] }; end: { tried: number; complete: boolean } }) {
  return (
    <div className="quiet" role="status">
      {search.sets.length === 0 && end.complete && `${words.noneFound} `}
      {words.tried(end.tried)}
      {!end.complete && `, ${words.partial}`}
    </div>
  );
}

interface OfferProps {
  readonly set: PrerequisiteSet;
  readonly pick: PickRequest;
  readonly add: ConflictPanelProps['add'];
  readonly show: ConflictPanelProps['show'];
}

/** One set that clears the conflict, with its own changes. */
function Offer({ set, pick, add, show }: OfferProps) {
  const first = set.picks.filter((one) => one.commit !== pick.commit);
  const requests = first.map(({ commit, mainline }) => ({ commit, ...(mainline ? { mainline } : {}) }));
  return (
    <div className={classes.set}>
      <Chip tone="good">{words.set(first.length)}</Chip>
      <Commits commits={first} show={show} />
      {add && (
        <div className={classes.row}>
          <Button size="compact-sm" onClick={() => add([...requests, pick])}>
            {words.addAll(first.length)}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => add(requests)}>
            {words.addFirst(first.length)}
          </Button>
        </div>
      )}
    </div>
  );
}

interface CommitsProps {
  readonly commits: readonly { commit: string; subject: string }[];
  readonly show: ConflictPanelProps['show'];
}

function Commits({ commits, show }: CommitsProps) {
  return (
    <ul className={classes.list}>
      {commits.map(({ commit, subject }) => (
        <li key={commit} className={classes.commit}>
          <CommitName sha={commit} />
          {show ? (
            <Button
              variant="subtle"
              size="compact-sm"
              justify="start"
              px={2}
              title={words.changes}
              onClick={() => show(commit)}
            >
              <Foreign text={subject} line />
            </Button>
          ) : (
            <Foreign text={subject} line />
          )}
        </li>
      ))}
    </ul>
  );
}
