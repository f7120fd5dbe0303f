/** A repository without a slipway.yaml: what the presets would make, and the button that writes one. */
import { Button, Card, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { presets } from '../../../shared/api/projects.ts';
import type { Project } from '../../../shared/domain/project.ts';
import { problemFrom, type Problem } from '../../../shared/problem.ts';
import { ProblemNotice } from '../../components/ProblemNotice.tsx';
import { useStore } from '../../state/store.ts';
import { engine } from '../../transport/engine.ts';
import { PresetPicture } from './PresetPicture.tsx';
import { words } from './words.ts';

export function NoConfiguration({ project }: { readonly project: Project }) {
  const loadStatus = useStore((state) => state.loadStatus);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [writing, setWriting] = useState<string | null>(null);
  const write = async (preset: (typeof presets)[number]) => {
    setWriting(preset);
    setProblem(null);
    try {
      await engine.call('project.init', { path: project.path, preset });
      await loadStatus(project.id);
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      setWriting(null);
    }
  };
  return (
    <div style={{ height: '100%', overflow: 'auto' }}>
      <Stack maw={1000} mx="auto" px="lg" py={56} gap="lg">
        <Title order={1}>{words.unborn}</Title>
        <Text maw={720}>{words.unbornText}</Text>
        {problem && <ProblemNotice problem={problem} />}
        <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
          {presets.map((preset) => {
            const { title, text, environments } = words.presets[preset];
            return (
              <Card key={preset} withBorder padding="lg" radius="md">
                <Stack gap="sm" h="100%">
                  <Title order={2}>{title}</Title>
                  <PresetPicture environments={environments} />
                  <Text c="dimmed" flex={1}>
                    {text}
                  </Text>
                  <Button
                    variant={preset === 'full' ? 'filled' : 'default'}
                    loading={writing === preset}
                    disabled={writing !== null && writing !== preset}
                    onClick={() => void write(preset)}
                  >
                    {words.use(title)}
                  </Button>
                </Stack>
              </Card>
            );
          })}
        </SimpleGrid>
        <Text c="dimmed">{words.unbornNote}</Text>
      </Stack>
    </div>
  );
}
