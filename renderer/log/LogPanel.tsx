/** A log: search, follow, copy. */
import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconArrowBarToDown, IconCheck, IconCopy, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ProblemNotice } from '../components/ProblemNotice.tsx';
import { timeOfDay } from '../text/time.ts';
import { LogLines } from './LogLines.tsx';
import classes from './LogPanel.module.css';
import { plainText } from './sgr.ts';
import type { Log } from './useLog.ts';
import { words } from './words.ts';

export function LogPanel({
  log,
  label,
  tools,
}: {
  readonly log: Log;
  readonly label: string;
  readonly tools?: React.ReactNode;
}) {
  const [search, setSearch] = useState('');
  const [follow, setFollow] = useState(true);
  const clipboard = useClipboard();
  const lines = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return wanted
      ? log.lines.filter((line) => `${line.source} ${plainText(line.text)}`.toLowerCase().includes(wanted))
      : log.lines;
  }, [log.lines, search]);
  const copy = () =>
    clipboard.copy(lines.map((line) => `${timeOfDay(line.at)} ${line.source} ${plainText(line.text)}`).join('\n'));
  return (
    <div className={classes.panel}>
      <div className={classes.tools}>
        {tools}
        <TextInput
          size="xs"
          leftSection={<IconSearch size={14} />}
          placeholder={words.search}
          aria-label={words.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          className={classes.search}
        />
        <span className={classes.count} role="status">
          {words.matches(lines.length, log.lines.length)}
        </span>
        <Tooltip label={follow ? words.following : words.paused}>
          <ActionIcon
            variant={follow ? 'light' : 'subtle'}
            color={follow ? 'blue' : 'gray'}
            aria-label={words.follow}
            aria-pressed={follow}
            onClick={() => setFollow(!follow)}
          >
            <IconArrowBarToDown size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={clipboard.copied ? words.copied : words.copy}>
          <ActionIcon variant="subtle" color="gray" aria-label={words.copy} onClick={copy}>
            {clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
      {log.problem && <ProblemNotice problem={log.problem} compact />}
      {lines.length === 0 ? (
        <div className={classes.empty}>{search ? words.emptySearch : words.empty}</div>
      ) : (
        <LogLines lines={lines} label={label} follow={follow} onScrollAway={() => setFollow(false)} />
      )}
    </div>
  );
}
