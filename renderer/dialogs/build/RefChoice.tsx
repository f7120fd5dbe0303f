/** A branch, a tag, or anything that names a commit. */
import { Autocomplete, type ComboboxParsedItem } from '@mantine/core';
import { useMemo } from 'react';
import type { Ref } from '../../../shared/domain/commit.ts';
import { useAnswer } from '../../components/useAnswer.ts';
import { words } from '../words.ts';

interface RefChoiceProps {
  readonly project: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
}

/** Refs that are offered of each kind, of those that match. */
const most = 40;

export function RefChoice({ project, value, onChange, label = words.build.ref }: RefChoiceProps) {
  const refs = useAnswer('repository.refs', { project });
  // A name that is complete must not hide the other choices.
  const chosen = refs.data?.refs.some((ref) => ref.name === value) ?? false;
  const groups = useMemo(() => groupsOf(refs.data?.refs ?? []), [refs.data]);
  return (
    <Autocomplete
      label={label}
      placeholder={words.build.placeholder}
      data={groups}
      value={value}
      onChange={onChange}
      limit={most}
      maxDropdownHeight={320}
      autoComplete="off"
      spellCheck={false}
      comboboxProps={{ withinPortal: true }}
      filter={({ options, search, limit }) => matching(options, chosen ? '' : search, limit)}
    />
  );
}

function matching(options: readonly ComboboxParsedItem[], search: string, limit: number): ComboboxParsedItem[] {
  const wanted = search.trim().toLowerCase();
  return options.flatMap((option): ComboboxParsedItem[] => {
    if (!('group' in option)) return [option];
    const items = option.items.filter((item) => item.label.toLowerCase().includes(wanted)).slice(0, limit);
    return items.length > 0 ? [{ ...option, items }] : [];
  });
}

function groupsOf(refs: readonly Ref[]) {
  const newest = [...refs].sort((a, b) => (b.committedAt ?? 0) - (a.committedAt ?? 0));
  const seen = new Set<string>();
  const named = (kind: Ref['kind']) =>
    newest.filter((ref) => ref.kind === kind && !seen.has(ref.name) && seen.add(ref.name)).map((ref) => ref.name);
  return [
    { group: words.build.branches, items: named('branch') },
    { group: words.build.tags, items: named('tag') },
    { group: words.build.remotes, items: named('remote') },
  ].filter((group) => group.items.length > 0);
}
