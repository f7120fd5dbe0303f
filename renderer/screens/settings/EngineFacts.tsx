/** Which engine this is, and how it is. */
import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../../shared/api/contract.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { Copyable } from '../../components/Copyable.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useAnswer } from '../../components/useAnswer.ts';
import { When } from '../../components/When.tsx';
import { bytes, count } from '../../text/count.ts';
import { inert, shorten } from '../../text/inert.ts';
import { engine } from '../../transport/engine.ts';
import classes from './Settings.module.css';
import { words } from './words.ts';

export function EngineFacts() {
  const { data, problem } = useAnswer('engine.info', {});
  return (
    <section className={classes.section}>
      <h2>{words.engine}</h2>
      {problem && <ProblemNotice problem={problem} compact />}
      {!data && !problem && <Skeleton height={180} />}
      {data && (
        <dl className={classes.facts}>
          <dt>{words.version}</dt>
          <dd>{data.version}</dd>
          <dt>{words.docker}</dt>
          <dd>{data.docker.reachable ? (data.docker.version ?? '') : inert(data.docker.problem?.message ?? '')}</dd>
          <dt>{words.data}</dt>
          <dd>
            <Copyable value={data.dataDirectory} what="path">
              {shorten(inert(data.dataDirectory), 40)}
            </Copyable>
          </dd>
          <dt>{words.history}</dt>
          <dd>{data.store.writable ? words.writable : inert(data.store.reason ?? '')}</dd>
          <dt>{words.started}</dt>
          <dd>
            <When at={data.startedAt} />
          </dd>
          <dt>{words.memory}</dt>
          <dd>{bytes(data.memoryBytes)}</dd>
          <dt>{words.process}</dt>
          <dd>{data.pid}</dd>
          <dt>{words.node}</dt>
          <dd>{data.node}</dd>
          <dt>{words.user}</dt>
          <dd>{inert(data.user)}</dd>
        </dl>
      )}
      <Audit />
    </section>
  );
}

function Audit() {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Output<'audit.verify'> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const check = () => {
    setBusy(true);
    setProblem(null);
    engine
      .call('audit.verify', {})
      .then(setAnswer, (thrown: unknown) => setProblem(problemFrom(thrown)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <div className="quiet">{words.auditText}</div>
      <div>
        <Button size="xs" variant="default" loading={busy} onClick={check}>
          {words.audit}
        </Button>
      </div>
      <div role="status">
        {answer && (answer.valid ? words.auditGood(count(answer.events, 'event')) : words.auditBad(answer.brokenAt))}
      </div>
      {problem && <ProblemNotice problem={problem} compact />}
    </>
  );
}
