/** Try again, cancel, compare, save. */
import { ActionIcon, Menu } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  IconActivity,
  IconArrowsDiff,
  IconDots,
  IconFileTypeHtml,
  IconLink,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react';
import { useState } from 'react';
import { isOpen } from '../../../shared/domain/operation.ts';
import type { Run } from '../../../shared/domain/run.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { cancellable } from '../../components/run/figures.ts';
import { saveFile } from '../../components/saveFile.ts';
import { formatAddress } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import classes from './RunPage.module.css';
import { useRetry } from './useRetry.ts';
import { words } from './words.ts';

const { actions: say } = words;

export function RunActions({ run, comparing }: { readonly run: Run; readonly comparing: boolean }) {
  const { go, openDialog, showOperation } = useStore.getState();
  const lost = useStore((state) => (state.link.phase === 'connected' ? null : 'The engine does not answer.'));
  const { busy, problem, retry } = useRetry(run);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const { id, project } = run;
  const target = cancellable(run);
  // What has passed its point of no return says so, where it is known.
  const held = useStore((state) => (target === null ? null : (state.operations[target]?.can.abort.reason ?? null)));
  const running = isOpen(run.operationStatus);
  const address = { screen: 'run', project, run: id } as const;
  const cancel = () => target !== null && openDialog({ kind: 'abort', operation: target });
  const compare = () => go(comparing ? address : { ...address, with: 'before' });
  const report = () => {
    engine.call('run.report', { project, run: id }).then(
      ({ name, html }) => saveFile(name, new Blob([html], { type: 'text/html' })),
      (thrown: unknown) => setRefusal(problemFrom(thrown)),
    );
  };
  const free = (act: () => void) => () => {
    if (!useStore.getState().dialog && lost === null) act();
  };
  useHotkeys([
    ['y', free(() => !running && retry())],
    ['x', free(() => held === null && cancel())],
  ]);
  const notice = problem ?? refusal;
  return (
    <div>
      <div className={classes.actions}>
        {target !== null && (
          <ActionButton
            size="xs"
            variant="default"
            leftSection={<IconPlayerStop size={15} />}
            label={running ? say.cancelTip : say.cancelDeploymentTip}
            keys="X"
            reason={lost ?? held}
            run={cancel}
          >
            {running ? say.cancel : say.cancelDeployment}
          </ActionButton>
        )}
        {!running && (
          <ActionButton
            size="xs"
            leftSection={<IconRefresh size={15} />}
            label={say.retryTip}
            keys="Y"
            reason={lost}
            loading={busy}
            run={() => retry()}
          >
            {say.retry}
          </ActionButton>
        )}
        <ActionButton
          size="xs"
          variant={comparing ? 'light' : 'default'}
          leftSection={<IconArrowsDiff size={15} />}
          label={comparing ? words.compare.close : words.compare.choose}
          reason={null}
          run={compare}
        >
          {say.compare}
        </ActionButton>
        <Menu position="bottom-end" width={240}>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label={say.more}>
              <IconDots size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconFileTypeHtml size={16} />} onClick={report}>
              {say.report}
            </Menu.Item>
            <Menu.Item leftSection={<IconActivity size={16} />} onClick={() => showOperation(id)}>
              {say.operation}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconLink size={16} />}
              onClick={() =>
                void navigator.clipboard.writeText(`${location.origin}${location.pathname}${formatAddress(address)}`)
              }
            >
              {say.copyLink}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {notice && <ProblemNotice problem={notice} compact />}
    </div>
  );
}
