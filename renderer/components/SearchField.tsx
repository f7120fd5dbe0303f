/** The search of a list: `/` goes there, what is typed is in the address. */
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { KeyTip } from './KeyTip.tsx';

interface SearchFieldProps {
  readonly label: string;
  readonly initial: string;
  readonly search: (text: string) => void;
}

export function SearchField({ label, initial, search }: SearchFieldProps) {
  const [text, setText] = useState(initial);
  const later = useDebouncedCallback(search, 200);
  return (
    <KeyTip label={label} keys="/">
      <TextInput
        data-list-search
        type="search"
        size="xs"
        w={280}
        leftSection={<IconSearch size={15} />}
        placeholder={label}
        aria-label={label}
        value={text}
        maxLength={200}
        onChange={(event) => {
          setText(event.currentTarget.value);
          later(event.currentTarget.value.trim());
        }}
      />
    </KeyTip>
  );
}
