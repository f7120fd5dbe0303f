/** Search and commands: environments, releases, changes, commits, work items and actions by name. */
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { useProject, useStatus } from '../state/store.ts';
import {
  actionEntries,
  changeEntries,
  commitEntries,
  environmentEntries,
  releaseEntries,
  workItemEntries,
} from './paletteEntries.tsx';
import { laneEntries } from './laneEntries.tsx';
import { pipelineEntries, runEntries } from './pipelineEntries.tsx';
import { useAnswer } from '../components/useAnswer.ts';
import { words } from './words.ts';

const perGroup = 6;

export function Palette() {
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(false);
  const [search] = useDebouncedValue(query.trim(), 150);
  const project = useProject();
  const status = useStatus();
  const asked = open && project && search.length > 1 ? { project, search, limit: perGroup } : null;
  const releases = useAnswer('release.list', asked, { keep: true });
  const runs = useAnswer('run.list', asked, { keep: true });
  const commits = useAnswer('repository.log', asked, { keep: true });
  const changes = useAnswer('changes.list', asked && { project: asked.project, text: asked.search, limit: perGroup }, {
    keep: true,
  });

  const watch = useAnswer('watch.get', open && project ? { project } : null, { keep: true });

  const local = [
    { group: 'Environments', actions: status ? environmentEntries(status) : [] },
    { group: 'Actions', actions: actionEntries(project, status) },
    { group: 'Pipeline', actions: status ? pipelineEntries(status, watch.data) : [] },
    { group: 'Hotfix', actions: status ? laneEntries(status) : [] },
  ].map((group) => ({
    ...group,
    actions: group.actions
      .filter((action) => matches(query, `${action.label} ${action.description ?? ''}`))
      .slice(0, perGroup),
  }));
  const found: SpotlightActionGroupData[] =
    asked && project
      ? [
          { group: 'Releases', actions: releaseEntries(project, releases.data?.releases ?? []) },
          { group: 'Runs', actions: runEntries(project, runs.data?.runs ?? []) },
          { group: 'Work items', actions: workItemEntries(project, changes.data?.changes ?? [], search) },
          { group: 'Changes', actions: changeEntries(project, changes.data?.changes ?? []) },
          { group: 'Commits', actions: commitEntries(project, commits.data?.commits ?? []) },
        ]
      : [];
  return (
    <Spotlight
      actions={[...local, ...found].filter((group) => group.actions.length > 0)}
      query={query}
      onQueryChange={setQuery}
      filter={(_query, actions) => actions}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      overlayProps={{ blur: 0 }}
      attributes={{ content: { 'aria-label': words.search } }}
      shortcut="mod + K"
      tagsToIgnore={[]}
      nothingFound={words.nothingFound}
      scrollable
      maxHeight={480}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: words.searchPlaceholder,
        'aria-label': words.search,
      }}
    />
  );
}

/** Every word of the query occurs. */
const matches = (query: string, text: string) => {
  const low = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word));
};
