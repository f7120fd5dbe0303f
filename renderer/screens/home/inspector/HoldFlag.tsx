/** Why nothing automatic comes to an environment, and the way to let it go on. */
import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { Foreign } from '../../../components/Foreign.tsx';
import { KeyTip } from '../../../components/KeyTip.tsx';
import { When } from '../../../components/When.tsx';
import { useStore } from '../../../state/store.ts';
import { inert, shorten } from '../../../text/inert.ts';
import classes from './Inspector.module.css';
import { words } from './words.ts';

interface HoldFlagProps {
  readonly environment: EnvironmentStatus;
  readonly project: string;
}

export function HoldFlag({ environment: { name, hold }, project }: HoldFlagProps) {
  const openDialog = useStore((state) => state.openDialog);
  if (!hold) return null;
  return (
    <div className={classes.flag} role="status" data-testid="hold">
      <IconHandStop size={16} aria-hidden />
      <div className={classes.flagWords}>
        <div>
          {words.held(shorten(inert(hold.by), 24))}, <When at={hold.at} />. {words.heldText}
        </div>
        <div>
          <Foreign text={hold.why} />
        </div>
        <KeyTip label={words.letGoTip} keys="W">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => openDialog({ kind: 'hold', project, environment: name })}
          >
            {words.letGo}
          </Button>
        </KeyTip>
      </div>
    </div>
  );
}
