/** Which branch or tag the log is of. */
import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useAnswer } from '../../components/useAnswer.ts';
import { words as dialogWords } from '../../dialogs/words.ts';
import { inert, shorten } from '../../text/inert.ts';
import { words } from './words.ts';

export function RefSelect({
  project,
  value,
  change,
}: {
  readonly project: string;
  readonly value: string;
  readonly change: (ref: string) => void;
}) {
  const refs = useAnswer('repository.refs', { project });
  const data = useMemo(() => {
    const seen = new Set<string>();
    const items = (kind: string) =>
      (refs.data?.refs ?? [])
        .filter((ref) => ref.kind === kind && !seen.has(ref.name) && seen.add(ref.name))
        .map((ref) => ({ value: ref.name, label: shorten(inert(ref.name), 48) }));
    const { branches, tags, remotes } = dialogWords.build;
    return [
      { group: branches, items: items('branch') },
      { group: tags, items: items('tag') },
      { group: remotes, items: items('remote') },
    ];
  }, [refs.data]);
  return (
    <Select
      size="xs"
      w={240}
      aria-label={words.ref}
      data={data}
      value={value}
      searchable
      limit={200}
      maxDropdownHeight={360}
      allowDeselect={false}
      onChange={(chosen) => {
        if (chosen) change(chosen);
      }}
    />
  );
}
