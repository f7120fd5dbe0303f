/** Filters of a list that are used now and then, behind one button that says how many are set. */
import { ActionIcon, Button, Popover, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconFilter, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { KeyTip } from './KeyTip.tsx';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
}

interface MoreFiltersProps {
  readonly label: string;
  readonly clear: string;
  readonly fields: readonly Field[];
  readonly set: (name: string, value: string) => void;
}

export function MoreFilters({ label, clear, fields, set }: MoreFiltersProps) {
  const active = fields.filter((field) => field.value).length;
  return (
    <Popover position="bottom-end" width={300} trapFocus withinPortal>
      <Popover.Target>
        <Button size="xs" variant={active > 0 ? 'light' : 'default'} leftSection={<IconFilter size={14} />}>
          {active > 0 ? `${label} (${active})` : label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Stack gap="xs">
          {fields.map((field) => (
            <FilterField key={field.name} field={field} clear={clear} set={(value) => set(field.name, value)} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface FilterFieldProps {
  readonly field: Field;
  readonly clear: string;
  readonly set: (value: string) => void;
}

function FilterField({ field, clear, set }: FilterFieldProps) {
  const [text, setText] = useState(field.value ?? '');
  const later = useDebouncedCallback(set, 250);
  const put = (value: string) => {
    setText(value);
    later(value.trim());
  };
  return (
    <TextInput
      size="xs"
      label={field.label}
      value={text}
      maxLength={200}
      onChange={(event) => put(event.currentTarget.value)}
      rightSection={
        text && (
          <KeyTip label={clear}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`${clear}: ${field.label}`}
              onClick={() => put('')}
            >
              <IconX size={13} />
            </ActionIcon>
          </KeyTip>
        )
      }
    />
  );
}
