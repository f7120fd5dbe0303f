/** What a commit changes, file by file, as a unified diff. */
import { ProblemNotice } from '../ProblemNotice.tsx';
import { useAnswer } from '../useAnswer.ts';
import { inert } from '../../text/inert.ts';

export interface DiffViewProps {
  readonly project: string;
  /** A full commit name. */
  readonly commit: string;
  /** For a merge, the parent to compare with, counted from 1. */
  readonly parent?: number | undefined;
}

export function DiffView({ project, commit, parent }: DiffViewProps) {
  const { data, problem } = useAnswer('repository.diff', { project, commit, ...(parent ? { parent } : {}) });
  if (problem) return <ProblemNotice problem={problem} compact />;
  return <pre>{data?.files.map((file) => `${inert(file.path)}\n${inert(file.patch ?? '')}\n`)}</pre>;
}
