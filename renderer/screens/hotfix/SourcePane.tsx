/** Where picks come from: the commits of any branch with the graph of their history, each with its forecast. */
import { Button, NativeSelect } from '@mantine/core';
import { IconArrowBarRight } from '@tabler/icons-react';
import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import type { Commit } from '../../../shared/domain/commit.ts';
import type { LaneStatus, PickRequest } from '../../../shared/domain/hotfix.ts';
import { ForecastMark, Mark } from '../../components/forecast/ForecastMark.tsx';
import { pickLooks } from '../../components/forecast/looks.ts';
import type { Target } from '../../components/forecast/useForecast.ts';
import { CommitGraph } from '../../components/graph/CommitGraph.tsx';
import { KeyTip } from '../../components/KeyTip.tsx';
import { MoreFilters } from '../../components/MoreFilters.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import type { Route } from '../../state/address.ts';
import { useStatus } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import classes from './Hotfix.module.css';
import { words } from './words.ts';

export type HotfixRoute = Extract<Route, { screen: 'hotfix' }>;
export type HotfixFilter = Partial<Record<'ref' | 'search' | 'author' | 'path' | 'workItem' | 'commit', string>>;

interface SourcePaneProps {
  readonly route: HotfixRoute;
  readonly lane: LaneStatus;
  readonly target: Target | null;
  readonly focused: string | null;
  readonly focus: (sha: string) => void;
  readonly change: (next: HotfixFilter) => void;
  readonly add: (picks: readonly PickRequest[]) => void;
}

/** Stands for no ref: commits of every branch and tag. */
const everywhere = '*';
const fields = ['author', 'path', 'workItem'] as const;

export function SourcePane({ route, lane, target, focused, focus, change, add }: SourcePaneProps) {
  const status = useStatus();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const ref = route.ref ?? status?.main.branch ?? 'main';
  const open = lane.status === 'open';
  const states = useMemo(() => new Map(lane.picks.map((pick) => [pick.source, pick.state])), [lane.picks]);
  const decorate = useCallback(
    ({ sha }: Commit) => {
      const state = states.get(sha);
      if (!state) return <ForecastMark target={target} commit={sha} />;
      return <Mark look={pickLooks[state]} title={`${words.source.inLane}: ${pickLooks[state].word}`} />;
    },
    [states, target],
  );
  const pick = (newestFirst: readonly string[]) => {
    if (open) add(newestFirst.toReversed().map((commit) => ({ commit })));
  };
  const pickChosen = () => pick(chosen.size > 0 ? [...chosen] : focused ? [focused] : []);
  const onKeyDown = (event: KeyboardEvent) => {
    const inField = (event.target as HTMLElement).closest('input, select, textarea');
    if (event.key !== 'p' || event.ctrlKey || event.metaKey || event.altKey || inField) return;
    event.preventDefault();
    event.stopPropagation();
    pickChosen();
  };
  return (
    <section className={`${classes.pane} ${classes.source}`} aria-label={words.source.title} onKeyDown={onKeyDown}>
      <div className={classes.paneHead}>
        <h2 className={classes.paneTitle}>{words.source.title}</h2>
        <RefChoice project={route.project} value={ref} change={(next) => change({ ref: next })} />
        <span className={classes.end}>
          <MoreFilters
            label={words.source.more}
            clear={words.source.clear}
            fields={fields.map((name) => ({ name, label: words.source[name], value: route[name] }))}
            set={(name, value) => change({ [name]: value })}
          />
          <SearchField
            label={words.source.search}
            initial={route.search ?? ''}
            search={(text) => change({ search: text })}
          />
        </span>
      </div>
      <CommitGraph
        project={route.project}
        {...(ref === everywhere ? {} : { ref })}
        search={route.search}
        author={route.author}
        path={route.path}
        workItem={route.workItem}
        label={words.source.title}
        selected={chosen}
        onSelect={(next) => choose(next)}
        focused={focused}
        onFocus={focus}
        decorate={decorate}
        decorationWidth={26}
        onActivate={pick}
        draggable={open}
        fresh={status?.main.commit}
      />
      <div className={classes.paneFoot}>
        <span role="status">{chosen.size > 0 ? words.source.chosen(chosen.size) : words.source.none}</span>
        {open && (chosen.size > 0 || focused) && (
          <span className={classes.end}>
            <KeyTip label={words.source.pick(chosen.size)} keys="P">
              <Button size="compact-sm" leftSection={<IconArrowBarRight size={14} />} onClick={pickChosen}>
                {words.source.pick(chosen.size)}
              </Button>
            </KeyTip>
          </span>
        )}
      </div>
    </section>
  );
}

interface RefChoiceProps {
  readonly project: string;
  readonly value: string;
  readonly change: (ref: string) => void;
}

function RefChoice({ project, value, change }: RefChoiceProps) {
  const refs = useAnswer('repository.refs', { project });
  const names = (kind: string) =>
    (refs.data?.refs ?? [])
      .filter((ref) => ref.kind === kind)
      .slice(0, 400)
      .map((ref) => ref.name);
  const known = [...new Set([value, ...names('branch'), ...names('remote'), ...names('tag')])].filter(
    (name) => name !== everywhere,
  );
  return (
    <NativeSelect
      size="xs"
      w={150}
      aria-label="Branch or tag"
      value={value}
      data={[
        { value: everywhere, label: words.source.all },
        ...known.map((name) => ({ value: name, label: shorten(inert(name), 40) })),
      ]}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
