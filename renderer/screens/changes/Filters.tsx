/** What the table shows: text, author, path, work item, and where a change is or is missing. All of it is in the address. */
import { NativeSelect, Switch } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { Place } from '../../../shared/domain/change.ts';
import { MoreFilters } from '../../components/MoreFilters.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { inert, shorten } from '../../text/inert.ts';
import type { ChangesRoute } from './filter.ts';
import { words } from './words.ts';

const fields = ['author', 'path', 'workItem'] as const;

export type FilterChange = Partial<Omit<ChangesRoute, 'screen' | 'project'>>;

interface FiltersProps {
  readonly route: ChangesRoute;
  readonly places: readonly Place[];
  readonly change: (next: { [Key in keyof FilterChange]: FilterChange[Key] | '' }) => void;
}

export function Filters({ route, places, change }: FiltersProps) {
  const { search, only, group, has, lacks } = route;
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={words.show}
        value={only ?? ''}
        onChange={(event) => change({ only: event.currentTarget.value as 'lost' | 'missing' | '' })}
        data={[
          { value: '', label: words.all },
          { value: 'lost', label: words.lost },
          { value: 'missing', label: words.missing },
        ]}
      />
      <Between places={places} has={has} lacks={lacks} change={change} />
      <MoreFilters
        label={words.more}
        clear={words.clear}
        fields={fields.map((name) => ({ name, label: words[name], value: route[name] }))}
        set={(name, value) => change({ [name]: value })}
      />
      <Switch
        size="xs"
        label={words.group}
        checked={group === 'work-item'}
        onChange={(event) => change({ group: event.currentTarget.checked ? 'work-item' : '' })}
      />
      <SearchField label={words.search} initial={search ?? ''} search={(text) => change({ search: text })} />
    </>
  );
}

interface BetweenProps extends Pick<FiltersProps, 'places' | 'change'> {
  readonly has: string | undefined;
  readonly lacks: string | undefined;
}

/** Two places: what the first has and the second lacks. Both have to be named before anything is filtered. */
function Between({ places, has, lacks, change }: BetweenProps) {
  const named = [has, lacks].filter((id) => id !== undefined && places.every((place) => place.id !== id));
  const data = [
    { value: '', label: words.any },
    ...places.map((place) => ({ value: place.id, label: shorten(inert(place.title), 24) })),
    ...named.map((id) => ({ value: id ?? '', label: shorten(inert(id ?? ''), 24) })),
  ];
  return (
    <span role="group" aria-label={words.between} style={{ display: 'inline-flex', alignItems: 'center', gap: 4 }}>
      <NativeSelect
        size="xs"
        w={126}
        aria-label={words.has}
        title={words.has}
        value={has ?? ''}
        data={data}
        onChange={(event) => change({ has: event.currentTarget.value })}
      />
      <IconArrowRight size={14} aria-hidden className="quiet" />
      <NativeSelect
        size="xs"
        w={126}
        aria-label={words.lacks}
        title={words.lacks}
        value={lacks ?? ''}
        data={data}
        onChange={(event) => change({ lacks: event.currentTarget.value })}
      />
    </span>
  );
}
