/** What ran where, who brought it and why. */
import { NativeSelect, Skeleton, Stack, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyPlace } from '../../components/EmptyPlace.tsx';
import { Page } from '../../components/Page.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { Rows } from '../../components/Rows.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import type { Route } from '../../state/address.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import { revisionCells } from './revisionCells.tsx';
import { useHistory } from './useHistory.ts';
import { words } from './words.ts';

type HistoryRoute = Extract<Route, { screen: 'history' }>;

export default function History({ route }: { readonly route: HistoryRoute }) {
  const { project, environment, search } = route;
  const [since, setSince] = useState('');
  const [at, setAt] = useState('');
  const status = useStatus();
  const go = useStore((state) => state.go);
  const pages = useHistory({
    project,
    ...(environment ? { environment } : {}),
    ...(search ? { search } : {}),
    ...timeOf('since', since),
    ...timeOf('at', at),
  });
  const filter = (change: Partial<Pick<HistoryRoute, 'environment' | 'search'>>) => {
    const { environment: wanted, search: text } = { environment, search, ...change };
    go(
      { screen: 'history', project, ...(wanted ? { environment: wanted } : {}), ...(text ? { search: text } : {}) },
      { replace: true },
    );
  };
  const names = status?.environments.map((known) => known.name) ?? [];
  const filtered = Boolean(environment ?? search) || since !== '' || at !== '';
  const tools = (
    <>
      <NativeSelect
        size="xs"
        aria-label={words.environment}
        value={environment ?? ''}
        onChange={(event) => filter({ environment: event.currentTarget.value })}
        data={[
          { value: '', label: words.all },
          ...names.map((name) => ({ value: name, label: shorten(inert(name), 32) })),
        ]}
      />
      <Moment label={words.since} value={since} set={setSince} />
      <Moment label={words.at} value={at} set={setAt} />
      <SearchField label={words.search} initial={search ?? ''} search={(text) => filter({ search: text })} />
    </>
  );
  return (
    <Page title={words.title} tools={tools}>
      {pages.problem && <ProblemNotice problem={pages.problem} compact />}
      {pages.loading && pages.items.length === 0 && (
        <Stack px="lg">
          {[0, 1, 2, 3, 4].map((n) => (
            <Skeleton key={n} height={28} />
          ))}
        </Stack>
      )}
      {!pages.loading &&
        !pages.problem &&
        pages.items.length === 0 &&
        (filtered ? (
          <EmptyPlace icon={IconHistory} title={words.notFound} />
        ) : (
          <EmptyPlace icon={IconHistory} title={words.none}>
            {words.noneText}
          </EmptyPlace>
        ))}
      {pages.items.length > 0 && (
        <Rows
          items={pages.items}
          keyOf={(revision) => `${revision.environment} ${revision.number}`}
          label={words.title}
          rowHeight={38}
          head={words.head}
          columns="140px 66px 100px 116px 150px 90px minmax(100px, 1fr) 120px 76px"
          cells={(revision) => revisionCells(revision, project)}
          open={({ environment: place, number }) =>
            go({ screen: 'revision', project, environment: place, revision: number })
          }
          more={pages.more ? pages.loadMore : null}
        />
      )}
    </Page>
  );
}

function Moment({
  label,
  value,
  set,
}: {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
}) {
  return (
    <label style={{ display: 'flex', alignItems: 'center', gap: 6 }}>
      <span className="quiet">{label}</span>
      <TextInput type="datetime-local" size="xs" value={value} onChange={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

/** A local date and time as the contract wants it, when it is one. */
function timeOf<Key extends 'since' | 'at'>(key: Key, value: string): Partial<Record<Key, number>> {
  const time = Date.parse(value);
  return Number.isNaN(time) ? {} : ({ [key]: time } as Record<Key, number>);
}
