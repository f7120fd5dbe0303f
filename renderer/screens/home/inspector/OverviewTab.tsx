/** An environment at a glance, and what can be done with it. */
import { Button } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { isOpen } from '../../../../shared/domain/operation.ts';
import type { EnvironmentStatus, ProjectStatus } from '../../../../shared/domain/project.ts';
import { CommitName, DigestName } from '../../../components/Copyable.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { HealthMark } from '../../../components/HealthMark.tsx';
import { OutsideLink } from '../../../components/OutsideLink.tsx';
import { ReleaseLink } from '../../../components/ReleaseLink.tsx';
import { RevisionLink } from '../../../components/RevisionLink.tsx';
import { RolloutPanel } from '../../../components/rollout/RolloutPanel.tsx';
import { useRollout } from '../../../components/rollout/useRollout.ts';
import { When } from '../../../components/When.tsx';
import { useStore } from '../../../state/store.ts';
import { count } from '../../../text/count.ts';
import { inert } from '../../../text/inert.ts';
import { lacksOfMain } from '../matrixOf.ts';
import { EnvironmentActions } from './EnvironmentActions.tsx';
import { HoldFlag } from './HoldFlag.tsx';
import { Hotfixes } from './Hotfixes.tsx';
import classes from './Inspector.module.css';
import { ShortChanges } from './ShortChanges.tsx';
import { TestFacts } from './TestFacts.tsx';
import { words } from './words.ts';

export function OverviewTab({
  environment,
  status,
}: {
  readonly environment: EnvironmentStatus;
  readonly status: ProjectStatus;
}) {
  const { release, url, behind, drift, front, rollback } = environment;
  const operation = useStore((state) => {
    const newest = environment.operation && (state.operations[environment.operation.id] ?? environment.operation);
    return newest && isOpen(newest.status) ? newest : null;
  });
  const rollout = useRollout(operation);
  return (
    <div className={classes.body}>
      <HealthMark health={environment.health} text={environment.healthText} />
      {operation && rollout && <RolloutPanel rollout={rollout} operation={operation} />}
      <HoldFlag environment={environment} project={status.project.id} />
      <EnvironmentActions environment={environment} status={status} />
      {environment.lane === 'test' && <TestFacts environment={environment} project={status.project.id} />}
      <Hotfixes environment={environment} status={status} />
      {!release && <div>{environment.template ? words.template : words.nothing}</div>}
      {release && (
        <dl className={classes.facts}>
          <dt>{words.release}</dt>
          <dd>
            <ReleaseLink project={status.project.id} release={release} />
            <div>
              <Foreign text={release.subject} />
            </div>
            <CommitName sha={release.commit} />
          </dd>
          <dt>{words.revision}</dt>
          <dd>
            {environment.revision !== null && (
              <RevisionLink
                project={status.project.id}
                environment={environment.name}
                revision={environment.revision}
              />
            )}
          </dd>
          {environment.runningSince !== null && (
            <>
              <dt>{words.since}</dt>
              <dd>
                <When at={environment.runningSince} />
              </dd>
            </>
          )}
          {url && (
            <>
              <dt>{words.address}</dt>
              <dd>
                <OutsideLink url={url} text={url} />
              </dd>
            </>
          )}
          {front && (
            <>
              <dt>{words.front}</dt>
              <dd>{wayText(front.warm, rollback)}</dd>
            </>
          )}
          {behind && (
            <>
              <dt>{words.behind}</dt>
              <dd>
                {behind.commits === 0
                  ? words.upToDate(behind.of)
                  : words.behindBy(count(behind.commits, 'commit'), behind.of)}
              </dd>
            </>
          )}
          <dt>{words.drift}</dt>
          <dd>
            {drift.length === 0 ? (
              words.noDrift
            ) : (
              <ul className={classes.drift}>
                {drift.map((sentence) => (
                  <li key={sentence}>
                    <Foreign text={sentence} />
                  </li>
                ))}
              </ul>
            )}
          </dd>
          <dt>{words.images}</dt>
          <dd>
            {Object.entries(release.images).map(([service, digest]) => (
              <div key={service}>
                <Foreign text={service} most={20} /> <DigestName digest={digest} />
              </div>
            ))}
          </dd>
          {environment.observedAt !== null && (
            <>
              <dt>{words.observed}</dt>
              <dd>
                <When at={environment.observedAt} />
              </dd>
            </>
          )}
        </dl>
      )}
      <Changes environment={environment} status={status} />
    </div>
  );
}

/** What it lacks of main, where it runs something to compare; else the way to the matrix. */
/** What stands ready behind the load balancer, and whether a rollback would be a switch to it. */
function wayText(warm: number | null, { way, revision }: EnvironmentStatus['rollback']): string {
  if (way === 'switch' && revision !== null) return words.warm(revision);
  return warm === null ? words.noWarm : words.warmOnly(warm);
}

function Changes({ environment, status }: { readonly environment: EnvironmentStatus; readonly status: ProjectStatus }) {
  const go = useStore((state) => state.go);
  const project = status.project.id;
  const between = lacksOfMain(status, environment);
  if (between)
    return <ShortChanges project={project} between={between} title={words.lacksOf(inert(status.main.branch))} />;
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconListCheck size={16} />}
        onClick={() => go({ screen: 'changes', project })}
      >
        {words.matrix}
      </Button>
    </div>
  );
}
