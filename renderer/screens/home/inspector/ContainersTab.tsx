/** The containers of an environment as the engine sees them now. */
import { Skeleton } from '@mantine/core';
import { IconBox, IconTerminal2 } from '@tabler/icons-react';
import { frontServiceName } from '../../../../shared/domain/front.ts';
import type { ContainerState } from '../../../../shared/domain/health.ts';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Chip } from '../../../components/Chip.tsx';
import { Copyable, DigestName } from '../../../components/Copyable.tsx';
import { EmptyPlace } from '../../../components/EmptyPlace.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { ProblemNotice } from '../../../components/ProblemNotice.tsx';
import type { Tone } from '../../../components/tone.ts';
import { useAnswer } from '../../../components/useAnswer.ts';
import { When } from '../../../components/When.tsx';
import { useStore } from '../../../state/store.ts';
import { inert } from '../../../text/inert.ts';
import classes from './Inspector.module.css';
import { Replicas } from './Replicas.tsx';
import { words } from './words.ts';

export function ContainersTab({
  environment,
  project,
}: {
  readonly environment: EnvironmentStatus;
  readonly project: string;
}) {
  const { data, problem } = useAnswer(
    'environment.get',
    { project, environment: environment.name },
    { fresh: environment },
  );
  if (problem && !data)
    return (
      <div className={classes.body}>
        <ProblemNotice problem={problem} />
      </div>
    );
  if (!data)
    return (
      <div className={classes.body}>
        <Skeleton height={64} />
        <Skeleton height={64} />
      </div>
    );
  return (
    <>
      <Replicas environment={environment} project={project} services={data.services} />
      {data.containers.length === 0 ? (
        <EmptyPlace icon={IconBox} title={words.noContainers} />
      ) : (
        <ul className={classes.rows} aria-label={words.tabs.containers}>
          {data.containers.map((container) => (
            <Container
              key={container.id}
              container={container}
              shell={{ project, environment: environment.name }}
              warm={container.revision > 0 && container.revision === environment.front?.warm}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface ContainerProps {
  readonly container: ContainerState;
  readonly warm: boolean;
  readonly shell: { readonly project: string; readonly environment: string };
}

function Container({ container, warm, shell }: ContainerProps) {
  const openDialog = useStore((store) => store.openDialog);

  const { state, health, exitCode, restarts, ports } = container;
  const facts = [
    exitCode !== null && state !== 'running' && words.exit(exitCode),
    restarts > 0 && words.restarts(restarts),
    container.oomKilled && words.oom,
  ].filter(Boolean);
  return (
    <li className={classes.row}>
      <div className={classes.line}>
        <span className={classes.strong}>
          {container.service === frontServiceName ? words.front : <Foreign text={container.service} most={30} />}
          {container.replica > 1 && ` ${container.replica}`}
        </span>
        <Chip tone={toneOf(container)}>
          {state === 'running' ? (health === 'none' ? `${state}, ${words.noCheck}` : health) : state}
        </Chip>
        {warm && <Chip tone="quiet">{words.keptWarm}</Chip>}
        {container.revision > 0 && <span className={`quiet ${classes.end}`}>#{container.revision}</span>}
      </div>
      <div className="quiet">
        <Copyable value={container.name} what="container" />
      </div>
      <div className="quiet">
        <DigestName digest={container.image} />
        {container.startedAt !== null && (
          <>
            {' '}
            {words.started} <When at={container.startedAt} />
          </>
        )}
      </div>
      {facts.length > 0 && <div>{facts.join(', ')}</div>}
      {ports.map((port) => (
        <div
          key={`${port.host} ${port.container}`}
          className="mono"
        >{`${port.hostAddress}:${port.host} \u2192 ${port.container}/${port.protocol}`}</div>
      ))}
      <div className={classes.ways}>
        <ActionButton
          size="compact-xs"
          variant="default"
          leftSection={<IconTerminal2 size={14} />}
          label={words.shellTip}
          name={words.shellIn(inert(container.service), inert(container.name))}
          reason={state === 'running' ? null : words.notRunning}
          run={() => openDialog({ kind: 'shell', ...shell, service: container.service, container: container.name })}
        >
          {words.shell}
        </ActionButton>
      </div>
    </li>
  );
}

function toneOf({ state, health }: ContainerState): Tone {
  if (state === 'exited' || state === 'dead' || health === 'unhealthy') return 'bad';
  if (state === 'restarting' || state === 'paused') return 'wait';
  return health === 'starting' || state === 'created' ? 'move' : state === 'running' ? 'good' : 'quiet';
}
