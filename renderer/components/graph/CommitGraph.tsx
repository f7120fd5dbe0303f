/** The commits of a repository as a list with the graph of their history, of any length. */
import { Rows } from '../Rows.tsx';
import { CommitName } from '../Copyable.tsx';
import { Foreign } from '../Foreign.tsx';
import { usePages } from '../usePages.ts';
import { When } from '../When.tsx';
import { engine } from '../../transport/engine.ts';
import type { Commit } from '../../../shared/domain/commit.ts';
import type { CommitGraphProps } from './graphProps.ts';

export function CommitGraph(props: CommitGraphProps) {
  const { project, ref, search, author, path, label, focused, onFocus, onSelect, decorate, fresh } = props;
  const filters = { ...(ref ? { ref } : {}), ...(search ? { search } : {}), ...(author ? { author } : {}) };
  const pages = usePages<Commit>({
    key: JSON.stringify([project, filters, path]),
    fresh,
    nameOf: (commit) => commit.sha,
    async ask(after) {
      const { commits, more } = await engine.call('repository.log', {
        project,
        skip: after.length,
        ...filters,
        ...(path ? { path } : {}),
      });
      return { items: commits, more };
    },
  });
  return (
    <Rows
      items={pages.items}
      keyOf={(item) => item.sha}
      label={label}
      rowHeight={30}
      head={['Commit', 'Message', 'Author', 'When', '']}
      selected={focused ?? undefined}
      columns="92px minmax(200px, 1fr) 150px 120px 150px"
      cells={(item) => [
        <CommitName key="sha" sha={item.sha} />,
        <Foreign key="subject" text={item.subject} line />,
        <Foreign key="author" text={item.author} line />,
        <When key="when" at={item.committedAt} />,
        decorate?.(item),
      ]}
      open={(item) => {
        onFocus(item.sha);
        onSelect(new Set([item.sha]), item.sha);
      }}
      more={pages.more ? pages.loadMore : null}
    />
  );
}
