/** slipway.yaml as it is on disk, read-only, with every mistake at its line. */
import { Group, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheckFilled } from '@tabler/icons-react';
import { Chip } from '../../components/Chip.tsx';
import { Copyable } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { useStatus } from '../../state/store.ts';
import { inert, shorten } from '../../text/inert.ts';
import classes from './Settings.module.css';
import { words } from './words.ts';

export function ConfigurationFile({ project }: { readonly project: string }) {
  const status = useStatus();
  const { data, problem } = useAnswer('project.configuration', { project }, { fresh: status });
  const wrong = new Set(data?.problems.map((mistake) => mistake.details['line']));
  return (
    <section className={classes.section}>
      <Group gap="sm">
        <h2>{words.configuration}</h2>
        {data &&
          data.text !== null &&
          (data.problems.length === 0 ? (
            <Chip tone="good" icon={IconCircleCheckFilled}>
              {words.valid}
            </Chip>
          ) : (
            <Chip tone="bad" icon={IconAlertTriangle}>
              {words.invalid(data.problems.length)}
            </Chip>
          ))}
      </Group>
      {problem && <ProblemNotice problem={problem} compact />}
      {!data && !problem && <Skeleton height={300} />}
      {data && (
        <>
          <div className="quiet">
            <Copyable value={data.file} what="path">
              {shorten(inert(data.file), 70)}
            </Copyable>
          </div>
          <div className="quiet">{data.text === null ? words.missing : words.readOnly}</div>
          {data.problems.map((mistake, index) => (
            <ProblemNotice key={index} problem={mistake} compact />
          ))}
          {data.notices.length > 0 && (
            <ul>
              {data.notices.map((notice) => (
                <li key={notice}>
                  <Foreign text={notice} />
                </li>
              ))}
            </ul>
          )}
          {data.text !== null && (
            <div className={`mono ${classes.file}`} role="region" tabIndex={0} aria-label={words.file}>
              {data.text.split('\n').map((line, index) => (
                <Line key={index} text={line} number={index + 1} wrong={wrong.has(index + 1)} />
              ))}
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** One line, with its comment and its leading key told apart. */
function Line({ text, number, wrong }: { readonly text: string; readonly number: number; readonly wrong: boolean }) {
  const [, indent = '', key = '', rest = ''] = /^(\s*(?:- )?)([\w.-]+:(?=\s|$))?(.*)$/s.exec(text) ?? [];
  const comment = rest.search(/(?:^|\s)#/);
  const value = comment < 0 ? rest : rest.slice(0, comment);
  return (
    <div className={classes.line} data-wrong={wrong || undefined}>
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      <span>
        {inert(indent)}
        <span className={classes.key}>{inert(key)}</span>
        {inert(value)}
        <span className={classes.comment}>{comment < 0 ? '' : inert(rest.slice(comment))}</span>
      </span>
    </div>
  );
}
