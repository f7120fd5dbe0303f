/** No project yet: open a repository, a recent one, or try the sample. */
import { Button, Stack, Text, Title } from '@mantine/core';
import { IconFlask2 } from '@tabler/icons-react';
import { useState } from 'react';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useStore } from '../../state/store.ts';
import { OpenForm } from './OpenForm.tsx';
import { RecentProjects } from './RecentProjects.tsx';
import classes from './Welcome.module.css';
import { words } from './words.ts';

export function Welcome() {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { openProject, openSample } = useStore.getState();
  const attempt = (what: string, work: () => Promise<unknown>) => {
    setBusy(what);
    setProblem(null);
    work()
      .catch((thrown: unknown) => setProblem(problemFrom(thrown)))
      .finally(() => setBusy(null));
  };
  const open = (path: string) => attempt(path, () => openProject(path));
  return (
    <div className={classes.screen}>
      <div className={classes.page}>
        <header className={classes.head}>
          <img src="./icon.svg" alt="" width={56} height={56} />
          <div>
            <Title order={1} className={classes.title}>
              {words.title}
            </Title>
            <Text c="dimmed" fz="lg">
              {words.lead}
            </Text>
          </div>
        </header>
        {problem && <ProblemNotice problem={problem} />}
        <div className={classes.columns}>
          <Stack gap="xl">
            <OpenForm busy={busy !== null && busy !== 'sample'} open={open} />
            <section>
              <Title order={2}>{words.sample}</Title>
              <Text c="dimmed" mt={4} mb="sm">
                {words.sampleText}
              </Text>
              <Button
                variant="default"
                leftSection={<IconFlask2 size={17} />}
                loading={busy === 'sample'}
                disabled={busy !== null && busy !== 'sample'}
                onClick={() => attempt('sample', openSample)}
              >
                {words.sampleButton}
              </Button>
            </section>
          </Stack>
          <RecentProjects open={open} />
        </div>
      </div>
    </div>
  );
}
