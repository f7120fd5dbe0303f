/** Asks for what the diagram shows of the pipeline, again whenever some of it has moved. */
import { useMemo } from 'react';
import type { ProjectStatus } from '../../../../shared/domain/project.ts';
import { useAnswer } from '../../../components/useAnswer.ts';
import { useNow } from '../../../components/useNow.ts';
import { useMoves } from '../../../state/useMoves.ts';
import { pipelineOf, type Pipeline } from './pipeline.ts';

export function usePipeline(status: ProjectStatus): Pipeline {
  const project = status.project.id;
  const { branch } = status.main;
  // Files change without any event: looked at now and then.
  const now = useNow();
  const runs = useAnswer('run.list', { project, ref: branch, limit: 1 }, { fresh: useMoves('runs'), keep: true });
  const watch = useAnswer('watch.get', { project }, { fresh: useMoves('watch'), keep: true });
  const tests = useAnswer('testEnvironment.list', { project }, { fresh: useMoves('tests'), keep: true });
  const tree = useAnswer('workingTree.get', { project }, { fresh: `${now} ${useMoves('tree')}`, keep: true });
  return useMemo(
    () => pipelineOf(status, { runs: runs.data, watch: watch.data, tests: tests.data, tree: tree.data }),
    [status, runs.data, watch.data, tests.data, tree.data],
  );
}
