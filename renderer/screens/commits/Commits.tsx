/** The log of a branch or tag with its graph, and a commit of it beside the list. */
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { CommitGraph } from '../../components/graph/CommitGraph.tsx';
import { MoreFilters } from '../../components/MoreFilters.tsx';
import { Page } from '../../components/Page.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import type { Route } from '../../state/address.ts';
import { useStatus, useStore } from '../../state/store.ts';
import { CommitDetail } from './CommitDetail.tsx';
import classes from './Commits.module.css';
import { RefSelect } from './RefSelect.tsx';
import { words } from './words.ts';

type CommitsRoute = Extract<Route, { screen: 'commits' }>;
type Asked = Pick<CommitsRoute, 'ref' | 'search' | 'author' | 'path' | 'commit'>;

const filters = ['author', 'path'] as const;
const nothing: ReadonlySet<string> = new Set();
/** Moving along the list shows the commits on which one stops. */
const pauseMs = 150;

export default function Commits({ route }: { readonly route: CommitsRoute }) {
  const { project, search, author, path, commit } = route;
  const status = useStatus();
  const ref = route.ref ?? status?.main.branch;
  const go = useStore((state) => state.go);
  const [selected, setSelected] = useState(nothing);
  const [focused, setFocused] = useState(commit ?? null);
  const change = (next: Asked) => {
    const entries = Object.entries({ ref: route.ref, search, author, path, commit, ...next }).filter(
      ([, value]) => value,
    );
    go({ ...Object.fromEntries(entries), screen: 'commits', project }, { replace: true });
  };
  const show = (sha: string) => change({ commit: sha });
  const follow = useDebouncedCallback(show, pauseMs);
  return (
    <Page
      title={words.title}
      tools={
        <>
          <RefSelect project={project} value={ref ?? ''} change={(chosen) => change({ ref: chosen })} />
          <MoreFilters
            label={words.more}
            clear={words.clear}
            fields={filters.map((name) => ({ name, label: words[name], value: route[name] }))}
            set={(name, value) => change({ [name]: value })}
          />
          <SearchField label={words.search} initial={search ?? ''} search={(text) => change({ search: text })} />
        </>
      }
    >
      <div className={classes.panes}>
        <CommitGraph
          project={project}
          ref={ref}
          search={search}
          author={author}
          path={path}
          label={words.title}
          selected={selected}
          onSelect={(next, anchor) => {
            setSelected(next);
            if (next.size === 1 && anchor !== null && next.has(anchor)) show(anchor);
          }}
          focused={focused}
          onFocus={(sha) => {
            setFocused(sha);
            if (commit !== undefined) follow(sha);
          }}
          onActivate={([first]) => show(focused ?? first ?? '')}
          fresh={status?.main.commit}
        />
        {commit && <CommitDetail key={commit} project={project} sha={commit} close={() => change({ commit: '' })} />}
      </div>
    </Page>
  );
}
