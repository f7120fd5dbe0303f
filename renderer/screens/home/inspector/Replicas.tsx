/** How many containers of each service shall run, and the stepper that changes it without a new release. */
import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { mostReplicas } from '../../../../shared/domain/front.ts';
import type { EnvironmentDetail, EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Foreign } from '../../../components/Foreign.tsx';
import { useStore } from '../../../state/store.ts';
import { inert, shorten } from '../../../text/inert.ts';
import classes from './Inspector.module.css';
import { words } from './words.ts';

interface ReplicasProps {
  readonly environment: EnvironmentStatus;
  readonly project: string;
  readonly services: EnvironmentDetail['services'];
}

export function Replicas({ environment, project, services }: ReplicasProps) {
  if (services.length === 0) return null;
  return (
    <section className={classes.replicas} aria-label={words.replicas}>
      {services.map((service) => (
        // What runs has changed: what was typed before that speaks of another number.
        <Stepper
          key={`${service.name} ${service.replicas}`}
          environment={environment}
          project={project}
          service={service}
        />
      ))}
    </section>
  );
}

interface StepperProps {
  readonly environment: EnvironmentStatus;
  readonly project: string;
  readonly service: EnvironmentDetail['services'][number];
}

function Stepper({ environment, project, service: { name, replicas } }: StepperProps) {
  const openDialog = useStore((state) => state.openDialog);
  const [wanted, setWanted] = useState<number | null>(replicas);
  const valid = wanted !== null && Number.isInteger(wanted) && wanted >= 0 && wanted <= mostReplicas;
  const reason = environment.operation
    ? words.busy
    : !valid
      ? words.atLimit
      : wanted === replicas
        ? words.unchanged
        : null;
  const ask = () => {
    if (valid && reason === null)
      openDialog({ kind: 'scale', project, environment: environment.name, service: name, from: replicas, to: wanted });
  };
  return (
    <div className={classes.stepper}>
      <span className={classes.strong}>
        <Foreign text={name} most={26} />
      </span>
      <span className={`quiet ${classes.end}`}>{words.runs(replicas)}</span>
      <NumberInput
        size="xs"
        w={78}
        min={0}
        max={mostReplicas}
        allowDecimal={false}
        aria-label={words.replicasOf(shorten(inert(name), 30))}
        value={wanted ?? ''}
        onChange={(value) => setWanted(typeof value === 'number' ? value : null)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') ask();
        }}
      />
      <ActionButton
        size="xs"
        variant={reason === null ? 'filled' : 'default'}
        label={words.changeTip}
        reason={reason}
        run={ask}
      >
        {words.change}
      </ActionButton>
    </div>
  );
}
