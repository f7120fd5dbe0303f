/** What the tests of a stage said: the failed ones first, each with its message. */
import { Button, SegmentedControl, Skeleton, Stack } from '@mantine/core';
import {
  IconAlertHexagon,
  IconArrowUpRight,
  IconCircleCheckFilled,
  IconCircleMinus,
  IconWaveSine,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { TestCase } from '../../../shared/domain/run.ts';
import { Chip } from '../../components/Chip.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { plainText } from '../../log/sgr.ts';
import { inert, shorten } from '../../text/inert.ts';
import { duration } from '../../text/time.ts';
import classes from './RunPage.module.css';
import { words } from './words.ts';

interface TestsProps {
  readonly project: string;
  readonly run: string;
  readonly stage: string;
  readonly fresh: unknown;
}

const statuses = ['failed', 'passed', 'skipped'] as const;
const { tests: say } = words;
const few = 200;
const many = 1000;

export function Tests({ project, run, stage, fresh }: TestsProps) {
  const [status, setStatus] = useState<(typeof statuses)[number] | null>(null);
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(few);
  const asked = { project, run, stage, limit, ...(status ? { status } : {}), ...(search ? { search } : {}) };
  const { data, problem } = useAnswer('run.tests', asked, { fresh, keep: true });
  const tests = data?.tests ?? [];
  return (
    <div className={classes.tests}>
      <div className={classes.testTools}>
        <SegmentedControl
          size="xs"
          aria-label={say.label}
          value={status ?? ''}
          onChange={(value) => setStatus(statuses.find((known) => known === value) ?? null)}
          data={[{ value: '', label: say.any }, ...statuses.map((value) => ({ value, label: say[value] }))]}
        />
        <SearchField label={say.search} initial="" search={setSearch} />
        {data && (
          <span className="quiet" role="status">
            {say.shown(tests.length, data.total)}
          </span>
        )}
        {data && tests.length < data.total && limit < many && (
          <Button size="compact-sm" variant="default" onClick={() => setLimit(many)}>
            {say.all}
          </Button>
        )}
      </div>
      {problem && <ProblemNotice problem={problem} compact />}
      {data && data.unread.length > 0 && <Unread lines={data.unread} />}
      {!data && !problem && (
        <Stack gap={6}>
          {[0, 1, 2, 3].map((n) => (
            <Skeleton key={n} height={26} />
          ))}
        </Stack>
      )}
      {data && tests.length === 0 && <p className="quiet">{status || search ? say.notFound : say.none}</p>}
      {tests.length > 0 && (
        <ul className={classes.list} aria-label={say.label} tabIndex={0}>
          {tests.map((test, index) => (
            <li key={`${test.suite} ${test.name} ${index}`} className={classes.test}>
              <Test test={test} open={index === 0} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const pictures = {
  failed: [IconAlertHexagon, 'var(--bad)'],
  passed: [IconCircleCheckFilled, 'var(--good)'],
  skipped: [IconCircleMinus, 'var(--quiet)'],
} as const;

function Test({ test, open }: { readonly test: TestCase; readonly open: boolean }) {
  if (test.status !== 'failed' && !test.message)
    return (
      <div className={classes.testLine}>
        <Line test={test} />
      </div>
    );
  return (
    <details open={open && test.status === 'failed'}>
      <summary className={classes.testLine}>
        <Line test={test} />
      </summary>
      <pre
        className={`mono ${classes.message}`}
        role="group"
        tabIndex={0}
        aria-label={say.message(shorten(inert(test.name), 60))}
      >
        {test.message ? plainText(test.message) : say.noMessage}
      </pre>
    </details>
  );
}

function Line({ test }: { readonly test: TestCase }) {
  const [Icon, colour] = pictures[test.status];
  return (
    <>
      <Icon size={16} color={colour} aria-label={say[test.status]} role="img" style={{ flex: 'none' }} />
      <span className={`one-line ${classes.testName}`}>
        {test.suite && (
          <span className="quiet">
            <Foreign text={test.suite} most={60} />
            {' \u203a '}
          </span>
        )}
        <Foreign text={test.name} line />
      </span>
      {test.newlyFailed && (
        <Chip tone="bad" icon={IconArrowUpRight} title={say.newlyTip}>
          {say.newly}
        </Chip>
      )}
      {test.flaky && (
        <Chip tone="wait" icon={IconWaveSine} title={say.flakyTip}>
          {say.flaky}
        </Chip>
      )}
      {test.file && (
        <span className="quiet mono">
          <Foreign text={test.file} most={40} />
        </span>
      )}
      {test.ms !== null && <span className="quiet">{duration(test.ms)}</span>}
    </>
  );
}

function Unread({ lines }: { readonly lines: readonly string[] }) {
  return (
    <details>
      <summary>{`${say.unread} (${lines.length})`}</summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Foreign text={line} />
          </li>
        ))}
      </ul>
    </details>
  );
}
