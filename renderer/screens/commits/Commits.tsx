/** The log of a branch or tag, and a commit of it beside the list. */
import { Skeleton, Stack } from '@mantine/core';
import { IconGitCommit } from '@tabler/icons-react';
import type { Commit } from '../../../shared/domain/commit.ts';
import type { ProjectStatus } from '../../../shared/domain/project.ts';
import { Chip } from '../../components/Chip.tsx';
import { CommitName } from '../../components/Copyable.tsx';
import { EmptyPlace } from '../../components/EmptyPlace.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { Page } from '../../components/Page.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { Rows } from '../../components/Rows.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { When } from '../../components/When.tsx';
import type { Route } from '../../state/address.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { CommitDetail } from './CommitDetail.tsx';
import { RefSelect } from './RefSelect.tsx';
import { useLogPages } from './useLogPages.ts';
import { words } from './words.ts';

type CommitsRoute = Extract<Route, { screen: 'commits' }>;

export default function Commits({ route }: { readonly route: CommitsRoute }) {
  const { project, search, commit } = route;
  const status = useStatus();
  const ref = route.ref ?? status?.main.branch;
  const go = useStore((state) => state.go);
  const pages = useLogPages({ project, ref, search, tip: status?.main.commit ?? null });
  const change = (next: Partial<Pick<CommitsRoute, 'ref' | 'search' | 'commit'>>) => {
    const entries = Object.entries({ ref: route.ref, search, commit, ...next }).filter(([, value]) => value);
    go({ ...Object.fromEntries(entries), screen: 'commits', project }, { replace: true });
  };
  const tools = (
    <>
      <RefSelect project={project} value={ref ?? ''} change={(chosen) => change({ ref: chosen })} />
      <SearchField label={words.search} initial={search ?? ''} search={(text) => change({ search: text })} />
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
      {!pages.loading && !pages.problem && pages.items.length === 0 && (
        <EmptyPlace icon={IconGitCommit} title={search ? words.notFound : words.none} />
      )}
      {pages.items.length > 0 && (
        <div style={{ display: 'flex', flex: 1, minHeight: 0 }}>
          <Rows
            items={pages.items}
            keyOf={(item) => item.sha}
            label={words.title}
            rowHeight={34}
            head={words.head}
            selected={commit}
            columns="92px minmax(200px, 1fr) 150px 120px 150px"
            cells={(item) => cellsOf(item, status)}
            open={(item) => change({ commit: item.sha })}
            more={pages.more ? pages.loadMore : null}
          />
          {commit && <CommitDetail project={project} sha={commit} close={() => change({ commit: '' })} />}
        </div>
      )}
    </Page>
  );
}

function cellsOf(commit: Commit, status: ProjectStatus | null) {
  const here = status?.environments.filter((environment) => environment.release?.commit === commit.sha) ?? [];
  return [
    <CommitName key="sha" sha={commit.sha} />,
    <Foreign key="subject" text={commit.subject} line />,
    <Foreign key="author" text={commit.author} line />,
    <When key="when" at={commit.committedAt} />,
    <span key="here" style={{ display: 'inline-flex', gap: 4 }}>
      {here.slice(0, 2).map((environment) => (
        <Chip key={environment.name} tone="good">
          <Foreign text={environment.name} most={12} />
        </Chip>
      ))}
    </span>,
  ];
}
