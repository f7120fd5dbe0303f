/** All releases, newest first. */
import { Button, Skeleton, Stack } from '@mantine/core';
import { IconPackage } from '@tabler/icons-react';
import type { Release } from '../../../shared/domain/release.ts';
import { EmptyPlace } from '../../components/EmptyPlace.tsx';
import { Page } from '../../components/Page.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { Rows } from '../../components/Rows.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { usePages } from '../../components/usePages.ts';
import type { Route } from '../../state/address.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { releaseCells } from './releaseCells.tsx';
import { words } from './words.ts';

const pageSize = 100;

export default function Releases({ route }: { readonly route: Extract<Route, { screen: 'releases' }> }) {
  const { project, search } = route;
  const status = useStatus();
  const go = useStore((state) => state.go);
  const openDialog = useStore((state) => state.openDialog);
  const pages = usePages<Release>({
    key: `${project} ${search ?? ''}`,
    fresh: status?.seq,
    nameOf: (release) => release.id,
    async ask(after) {
      const last = after.at(-1);
      const { releases, more } = await engine.call('release.list', {
        project,
        limit: pageSize,
        ...(search ? { search } : {}),
        ...(last ? { before: last.createdAt } : {}),
      });
      return { items: releases, more };
    },
  });
  const tools = (
    <SearchField
      label={words.search}
      initial={search ?? ''}
      search={(text) => go({ screen: 'releases', project, ...(text ? { search: text } : {}) }, { replace: true })}
    />
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
        (search ? (
          <EmptyPlace icon={IconPackage} title={words.notFound} />
        ) : (
          <EmptyPlace
            icon={IconPackage}
            title={words.none}
            actions={<Button onClick={() => openDialog({ kind: 'build', project })}>{words.build}</Button>}
          >
            {words.noneText}
          </EmptyPlace>
        ))}
      {pages.items.length > 0 && (
        <Rows
          items={pages.items}
          keyOf={(release) => release.id}
          label={words.title}
          rowHeight={40}
          head={words.head}
          columns="130px 92px minmax(160px, 1fr) 110px 150px 236px 110px"
          cells={(release) => releaseCells(release, project, status)}
          open={(release) => go({ screen: 'release', project, release: release.id })}
          more={pages.more ? pages.loadMore : null}
        />
      )}
    </Page>
  );
}
