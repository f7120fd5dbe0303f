/** All runs of the pipeline, newest first, and what is watched and waits above them. */
import { Button, NativeSelect, Skeleton, Stack } from '@mantine/core';
import { IconPlayerPlay, IconRoute } from '@tabler/icons-react';
import type { Run } from '../../../shared/domain/run.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { EmptyPlace } from '../../components/EmptyPlace.tsx';
import { Page } from '../../components/Page.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { Rows } from '../../components/Rows.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { usePages } from '../../components/usePages.ts';
import { runStatuses, type Route } from '../../state/address.ts';
import { useMoves } from '../../state/useMoves.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { BranchFilter } from './BranchFilter.tsx';
import classes from './Runs.module.css';
import { runCells } from './runCells.tsx';
import { WatchBar } from './WatchBar.tsx';
import { words } from './words.ts';

type RunsRoute = Extract<Route, { screen: 'runs' }>;

const pageSize = 60;
const columns = '126px minmax(150px, 1fr) 92px 112px 146px 80px 72px 70px 112px 88px';

export default function Runs({ route }: { readonly route: RunsRoute }) {
  const { project } = route;
  const go = useStore((state) => state.go);
  const openDialog = useStore((state) => state.openDialog);
  const missing = useStatus()?.configuration.missing ?? false;
  const pages = useRuns(route);
  const filter = (change: Partial<Pick<RunsRoute, 'ref' | 'status' | 'search'>>) =>
    go(withoutEmpty({ ...route, ...change }), { replace: true });
  const filtered = Boolean(route.ref ?? route.status ?? route.search);
  const run = () => openDialog({ kind: 'run', project });
  const tools = (
    <>
      <BranchFilter project={project} value={route.ref ?? ''} choose={(ref) => filter({ ref })} />
      <NativeSelect
        size="xs"
        aria-label={words.status}
        value={route.status ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const { status: _before, ...others } = route;
          const status = runStatuses.find((known) => known === value);
          go(status ? { ...others, status } : others, { replace: true });
        }}
        data={[{ value: '', label: words.anyStatus }, ...words.statuses]}
      />
      <SearchField label={words.search} initial={route.search ?? ''} search={(search) => filter({ search })} />
      <ActionButton
        size="xs"
        leftSection={<IconPlayerPlay size={15} />}
        label={words.run}
        keys="Shift B"
        reason={missing ? 'There is no slipway.yaml yet. Write one first.' : null}
        run={run}
      >
        {words.run}
      </ActionButton>
    </>
  );
  return (
    <Page title={words.title} tools={tools}>
      <WatchBar project={project} />
      {pages.problem && (
        <div className={classes.notice}>
          <ProblemNotice problem={pages.problem} compact />
        </div>
      )}
      {pages.loading && pages.items.length === 0 && (
        <Stack p="lg" role="status" aria-label={words.title}>
          {[0, 1, 2, 3, 4].map((n) => (
            <Skeleton key={n} height={28} />
          ))}
        </Stack>
      )}
      {!pages.loading && !pages.problem && pages.items.length === 0 && (
        <Nothing filtered={filtered} clear={() => go({ screen: 'runs', project }, { replace: true })} run={run} />
      )}
      {pages.items.length > 0 && (
        <Rows
          items={pages.items}
          keyOf={({ id }) => id}
          label={words.title}
          rowHeight={38}
          head={words.head}
          columns={columns}
          cells={(item) => runCells(item, project)}
          open={({ id }) => go({ screen: 'run', project, run: id })}
          more={pages.more ? pages.loadMore : null}
        />
      )}
    </Page>
  );
}

function useRuns({ project, ref, status, search }: RunsRoute) {
  const asked = { project, limit: pageSize, ...given({ ref, search }), ...(status ? { status } : {}) };
  return usePages<Run>({
    key: JSON.stringify(asked),
    fresh: useMoves('runs'),
    nameOf: ({ id }) => id,
    async ask(after) {
      const last = after.at(-1);
      const { runs, more } = await engine.call('run.list', { ...asked, ...(last ? { before: last.startedAt } : {}) });
      return { items: runs, more };
    },
  });
}

function Nothing({
  filtered,
  clear,
  run,
}: {
  readonly filtered: boolean;
  readonly clear: () => void;
  readonly run: () => void;
}) {
  return filtered ? (
    <EmptyPlace
      icon={IconRoute}
      title={words.notFound}
      actions={
        <Button variant="default" onClick={clear}>
          {words.clear}
        </Button>
      }
    />
  ) : (
    <EmptyPlace icon={IconRoute} title={words.none} actions={<Button onClick={run}>{words.run}</Button>}>
      {words.noneText}
    </EmptyPlace>
  );
}

const given = <Key extends string>(values: Record<Key, string | undefined>): Partial<Record<Key, string>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => Boolean(value))) as Partial<Record<Key, string>>;

function withoutEmpty({ ref, search, ...route }: RunsRoute): RunsRoute {
  return { ...route, ...given({ ref, search }) };
}
