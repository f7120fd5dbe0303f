/** Promote and roll back, each with the reason where it cannot be done now. */
import { Button } from '@mantine/core';
import { IconArrowBackUp, IconArrowRight, IconExternalLink, IconHandStop } from '@tabler/icons-react';
import type { EnvironmentStatus, ProjectStatus } from '../../../../shared/domain/project.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { KeyTip } from '../../../components/KeyTip.tsx';
import { openUrl } from '../../../components/openUrl.ts';
import { useStore } from '../../../state/store.ts';
import { inert, shorten } from '../../../text/inert.ts';
import { words as diagramWords } from '../diagram/words.ts';
import classes from './Inspector.module.css';
import { words } from './words.ts';

export function EnvironmentActions({
  environment,
  status,
}: {
  readonly environment: EnvironmentStatus;
  readonly status: ProjectStatus;
}) {
  const openDialog = useStore((state) => state.openDialog);
  const project = status.project.id;
  const { rollback, url } = environment;
  const onward = status.edges.filter(
    (edge) => edge.from === environment.name && edge.kind !== 'mirror' && edge.release,
  );
  return (
    <div className={classes.actions}>
      {onward.map((edge) => (
        <KeyTip key={edge.id} label={words.promote(inert(edge.to))} keys="P" reason={edge.promotion.reason?.message}>
          <Button
            size="xs"
            leftSection={<IconArrowRight size={15} />}
            variant={edge.promotion.possible ? 'filled' : 'default'}
            // The preview of a held promotion says what holds it: it may be looked at, not started.
            onClick={() =>
              edge.release && openDialog({ kind: 'promotion', project, release: edge.release.id, to: edge.to })
            }
          >
            {words.promote(shorten(inert(edge.to), 22))}
          </Button>
        </KeyTip>
      ))}
      <ActionButton
        size="xs"
        variant="default"
        leftSection={<IconArrowBackUp size={15} />}
        label={words.rollback(rollback.revision)}
        keys="R"
        reason={reasonOf(rollback)}
        run={() => openDialog({ kind: 'rollback', project, environment: environment.name })}
      >
        {words.rollback(rollback.possible ? rollback.revision : null)}
      </ActionButton>
      {!environment.hold && !environment.template && (
        <KeyTip label={words.holdTip} keys="W">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconHandStop size={15} />}
            onClick={() => openDialog({ kind: 'hold', project, environment: environment.name })}
          >
            {words.hold}
          </Button>
        </KeyTip>
      )}
      {url && (
        <KeyTip label={diagramWords.open} keys="O">
          <Button size="xs" variant="default" leftSection={<IconExternalLink size={15} />} onClick={() => openUrl(url)}>
            {diagramWords.open}
          </Button>
        </KeyTip>
      )}
    </div>
  );
}

/** Message and hint of what makes something impossible. */
export const reasonOf = ({ possible, reason }: EnvironmentStatus['rollback']): string | null =>
  possible ? null : [reason?.message, reason?.hint].filter(Boolean).join('\n');
