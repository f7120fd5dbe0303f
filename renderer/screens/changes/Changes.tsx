/** The matrix: which change is where, why, and what picking it would do. */
import { Button, Skeleton, Stack } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff, IconListCheck } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import type { Change } from '../../../shared/domain/change.ts';
import type { EnvironmentStatus } from '../../../shared/domain/project.ts';
import { Copyable } from '../../components/Copyable.tsx';
import { EmptyPlace } from '../../components/EmptyPlace.tsx';
import { Mark } from '../../components/forecast/ForecastMark.tsx';
import { usePicking } from '../../components/forecast/usePicking.ts';
import { currentLane, useLanes, useTarget } from '../../components/forecast/useTarget.ts';
import { KeyTip } from '../../components/KeyTip.tsx';
import { Page } from '../../components/Page.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { inOrder, nothingChosen } from '../../components/selection.ts';
import { useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import classes from './Changes.module.css';
import { ChangeTable, type Cursor } from './ChangeTable.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { filterOf, type ChangesRoute } from './filter.ts';
import { Filters, type FilterChange } from './Filters.tsx';
import { namesOf, pickOf, placesInFlow, rowsOf } from './rows.ts';
import { useChanges } from './useChanges.ts';
import { verdictLooks } from './verdicts.ts';
import { words } from './words.ts';

const noEnvironments: readonly EnvironmentStatus[] = [];

export default function Changes({ route }: { readonly route: ChangesRoute }) {
  const { project } = route;
  const pages = useChanges(route);
  const { total, lost } = pages;
  const environments = useStore((state) => state.statuses[project]?.environments ?? noEnvironments);
  const places = useMemo(() => placesInFlow(pages.places, environments), [pages.places, environments]);
  const go = useStore((state) => state.go);
  const fresh = useStore((state) => state.statuses[project]?.seq);
  const lane = currentLane(useLanes(project).lanes);
  const target = useTarget(lane, project);
  const [selection, select] = useState(nothingChosen);
  const [cursor, moveTo] = useState<Cursor | null>(null);
  const grouped = route.group === 'work-item';
  const rows = useMemo(() => rowsOf(pages.items, grouped), [pages.items, grouped]);
  const { loadMore, more } = pages;
  // Groups are of everything: half a work item would be worse than none.
  useEffect(() => {
    if (grouped && more) loadMore();
  });

  const change = (next: { [Key in keyof FilterChange]: FilterChange[Key] | '' }) => {
    const { screen: _screen, project: _project, operation: _operation, ...before } = route;
    const entries = Object.entries({ ...before, ...next }).filter(([, value]) => value);
    go({ ...Object.fromEntries(entries), screen: 'changes', project }, { replace: true });
  };
  const add = usePicking(project, lane?.id ?? null);
  const pickChosen = () => {
    const byName = new Map(pages.items.map((one) => [one.id, one]));
    const names = selection.chosen.size > 0 ? inOrder(selection.chosen, namesOf(rows)) : cursor ? [cursor.name] : [];
    const chosen = names.flatMap((name) => byName.get(name) ?? []);
    if (chosen.length > 0) add(oldestFirst(chosen, pages.items).map((one) => pickOf(one, places)));
  };
  const addLabel = (n: number) => (lane ? words.pick(n, shorten(inert(lane.branch), 28)) : words.start(n));
  const filtered = Object.keys(filterOf(route)).length > 0;
  const place = route.place ?? places.find((one) => one.kind === 'environment')?.id ?? places[0]?.id;

  return (
    <Page title={words.title} tools={<Filters route={route} places={places} change={change} />}>
      {lost.length > 0 && route.only !== 'lost' && (
        <div className={classes.lost} role="status">
          <IconAlertTriangle size={17} aria-hidden /> {words.lostBanner(lost.length)}
          <Button size="compact-sm" variant="default" onClick={() => change({ only: 'lost' })}>
            {words.showLost}
          </Button>
        </div>
      )}
      {pages.unread.length > 0 && (
        <div className={classes.lost} role="status">
          <IconCloudOff size={17} aria-hidden /> {words.unread(pages.unread.length)}
          <Copyable value={words.fetch} what={words.command} />
        </div>
      )}
      {pages.problem && <ProblemNotice problem={pages.problem} compact />}
      {pages.loading && pages.items.length === 0 && (
        <Stack px="lg">
          {[0, 1, 2, 3, 4].map((n) => (
            <Skeleton key={n} height={28} />
          ))}
        </Stack>
      )}
      {!pages.loading && !pages.problem && pages.items.length === 0 && (
        <EmptyPlace icon={IconListCheck} title={filtered ? words.notFound : words.none}>
          {filtered ? null : words.noneText}
        </EmptyPlace>
      )}
      {pages.items.length > 0 && (
        <div className={classes.body}>
          <ChangeTable
            rows={rows}
            places={places}
            target={target}
            selection={selection}
            select={select}
            cursor={cursor}
            moveTo={moveTo}
            open={{ change: route.change, place }}
            show={(name, at) => change({ change: name, place: at ?? '' })}
            pick={pickChosen}
            close={() => change({ change: '', place: '' })}
            more={more ? loadMore : null}
          />
          {route.change && place && (
            <EvidencePanel
              key={route.change}
              project={project}
              change={route.change}
              place={place}
              places={places}
              target={target}
              fresh={fresh}
              showPlace={(at) => change({ place: at })}
              close={() => change({ change: '', place: '' })}
              add={add}
              addLabel={addLabel(1)}
            />
          )}
        </div>
      )}
      <footer className={classes.foot}>
        <span role="status">{words.tally(pages.items.length, total)}</span>
        {selection.chosen.size > 0 && (
          <span className={classes.chosen}>
            {words.chosen(selection.chosen.size)}
            <KeyTip label={addLabel(selection.chosen.size)} keys="P">
              <Button size="compact-sm" onClick={pickChosen}>
                {addLabel(selection.chosen.size)}
              </Button>
            </KeyTip>
          </span>
        )}
        <span className={classes.legend} role="group" aria-label={words.legend}>
          {(['present', 'probable', 'absent', 'reverted', 'twice'] as const).map((kind) => (
            <span key={kind} aria-hidden>
              <Mark look={verdictLooks[kind]} size={14} /> {verdictLooks[kind].word}
            </span>
          ))}
        </span>
      </footer>
    </Page>
  );
}

/** Picks are made in the order in which the changes were: the list has the newest first. */
const oldestFirst = (chosen: readonly Change[], listed: readonly Change[]): Change[] =>
  chosen.toSorted((a, b) => listed.indexOf(b) - listed.indexOf(a));
