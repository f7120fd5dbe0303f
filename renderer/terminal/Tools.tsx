/** The tools above a terminal: search, follow, times, screen reader, download. */
import { ActionIcon, TextInput } from '@mantine/core';
import {
  IconArrowBarToDown,
  IconChevronDown,
  IconChevronUp,
  IconClock,
  IconDownload,
  IconEar,
  IconPlayerStop,
  IconSearch,
  type Icon,
} from '@tabler/icons-react';
import { forwardRef } from 'react';
import { KeyTip } from '../components/KeyTip.tsx';
import { useStore } from '../state/store.ts';
import { bytes } from '../text/count.ts';
import classes from './Terminal.module.css';
import type { useDownload } from './useDownload.ts';
import type { useSearch } from './useSearch.ts';
import { words } from './words.ts';

interface ToolsProps {
  readonly search: ReturnType<typeof useSearch>;
  readonly download: ReturnType<typeof useDownload>;
  readonly following: boolean;
  readonly follow: () => void;
  /** Back from the field to the terminal. */
  readonly leave: () => void;
}

export const Tools = forwardRef<HTMLInputElement, ToolsProps>(function Tools(
  { search, download, following, follow, leave },
  field,
) {
  const look = useStore((state) => state.terminal);
  const arrange = useStore((state) => state.arrange);
  return (
    <div className={classes.tools}>
      <TextInput
        ref={field}
        size="xs"
        type="search"
        data-list-search
        className={classes.search}
        leftSection={<IconSearch size={14} />}
        placeholder={words.search}
        aria-label={words.search}
        maxLength={200}
        value={search.text}
        onChange={(event) => search.search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search.step(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') leave();
        }}
      />
      <Tool label={words.previous} keys="Shift Enter" icon={IconChevronUp} run={() => search.step(-1)} />
      <Tool label={words.next} keys="Enter" icon={IconChevronDown} run={() => search.step(1)} />
      <span className={classes.count} role="status">
        {search.text.trim() &&
          (search.searching ? words.searching : words.matches(search.index + 1, search.total, false))}
      </span>
      <span className={classes.end}>
        <Tool
          label={following ? words.following : words.paused}
          name={words.follow}
          keys="End"
          icon={IconArrowBarToDown}
          on={following}
          run={follow}
        />
        <Tool
          label={words.times}
          icon={IconClock}
          on={look.times}
          run={() => arrange({ terminal: { ...look, times: !look.times } })}
        />
        <Tool
          label={words.screenReader}
          icon={IconEar}
          on={look.screenReader}
          run={() => arrange({ terminal: { ...look, screenReader: !look.screenReader } })}
        />
        <Tool
          label={download.bytes === null ? words.download : words.downloading(bytes(download.bytes))}
          icon={download.bytes === null ? IconDownload : IconPlayerStop}
          run={download.toggle}
        />
      </span>
    </div>
  );
});

interface ToolProps {
  readonly label: string;
  readonly name?: string;
  readonly keys?: string;
  readonly icon: Icon;
  /** Whether it is switched on; left out where it is no switch. */
  readonly on?: boolean;
  readonly run: () => void;
}

function Tool({ label, name, keys, icon: Icon, on, run }: ToolProps) {
  return (
    <KeyTip label={label} {...(keys ? { keys } : {})}>
      <ActionIcon
        variant={on ? 'light' : 'subtle'}
        color={on ? 'blue' : 'gray'}
        aria-label={name ?? label}
        {...(on === undefined ? {} : { 'aria-pressed': on })}
        onClick={run}
      >
        <Icon size={16} />
      </ActionIcon>
    </KeyTip>
  );
}
