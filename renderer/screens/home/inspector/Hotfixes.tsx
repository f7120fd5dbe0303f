/** What hotfixes mean for an environment: changes that only it has, and the candidate that was pushed aside here. */
import { Button } from '@mantine/core';
import { IconParking, IconUnlink } from '@tabler/icons-react';
import type { EnvironmentStatus, ProjectStatus } from '../../../../shared/domain/project.ts';
import { Foreign } from '../../../components/Foreign.tsx';
import { useStore } from '../../../state/store.ts';
import { count } from '../../../text/count.ts';
import { inert, shorten } from '../../../text/inert.ts';
import { marksOf } from '../diagram/marks.ts';
import classes from './Inspector.module.css';
import { words } from './words.ts';

interface HotfixesProps {
  readonly environment: EnvironmentStatus;
  readonly status: ProjectStatus;
}

export function Hotfixes({ environment, status }: HotfixesProps) {
  const go = useStore((state) => state.go);
  const openDialog = useStore((state) => state.openDialog);
  const project = status.project.id;
  const { lost, lostMore, parked } = marksOf(status, environment.name);
  if (!environment.release) return null;
  return (
    <>
      {lost > 0 && (
        <div className={classes.flag} role="status">
          <IconUnlink size={16} aria-hidden />
          <div>
            {words.lost(lostMore ? `More than ${count(lost, 'change')}` : count(lost, 'change'))}
            <ul className={classes.drift}>
              {status.lost?.changes
                .filter((change) => change.in.includes(environment.name))
                .slice(0, 5)
                .map((change) => (
                  <li key={change.change}>
                    <Foreign text={change.subject} />
                  </li>
                ))}
            </ul>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => go({ screen: 'changes', project, only: 'lost' })}
            >
              {words.showLost}
            </Button>
          </div>
        </div>
      )}
      {parked && (
        <div className={classes.flag} role="status">
          <IconParking size={16} aria-hidden />
          <div>
            {words.parked(shorten(inert(parked.release), 20))}
            {parked.lacks.length > 0 && (
              <>
                <div>{words.lacks}</div>
                <ul className={classes.drift}>
                  {parked.lacks.slice(0, 5).map((one) => (
                    <li key={one.change}>
                      <Foreign text={one.subject} />
                    </li>
                  ))}
                </ul>
              </>
            )}
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => openDialog({ kind: 'promotion', project, release: parked.release, to: environment.name })}
            >
              {words.bringBack}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
