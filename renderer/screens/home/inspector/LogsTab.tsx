/** What the containers of an environment print, live. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { EnvironmentStatus } from '../../../../shared/domain/project.ts';
import { useAnswer } from '../../../components/useAnswer.ts';
import { LogPanel } from '../../../log/LogPanel.tsx';
import { useLog } from '../../../log/useLog.ts';
import { inert, shorten } from '../../../text/inert.ts';
import { words } from './words.ts';

export function LogsTab({
  environment,
  project,
}: {
  readonly environment: EnvironmentStatus;
  readonly project: string;
}) {
  const [service, setService] = useState('');
  const detail = useAnswer('environment.get', { project, environment: environment.name });
  const log = useLog('environment.logs', {
    project,
    environment: environment.name,
    tail: 1000,
    ...(service ? { service } : {}),
  });
  const services = [...new Set(detail.data?.containers.map((container) => container.service) ?? [])].sort();
  const choice = services.length > 1 && (
    <NativeSelect
      size="xs"
      aria-label={words.service}
      value={service}
      onChange={(event) => setService(event.currentTarget.value)}
      data={[
        { value: '', label: words.all },
        ...services.map((name) => ({ value: name, label: shorten(inert(name), 24) })),
      ]}
    />
  );
  return <LogPanel log={log} label={words.logsOf(environment.name)} tools={choice} />;
}
