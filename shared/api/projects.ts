import { z } from 'zod';
import { problemSchema } from '../domain/operation.ts';
import { environmentDetailSchema, projectSchema, projectStatusSchema } from '../domain/project.ts';
import { command, query } from './definition.ts';

export const presets = ['full', 'three', 'integration'] as const;
const inProject = { project: z.string() };

export const projects = {
  'project.list': query({
    summary: 'Projects that were opened before, newest first.',
    input: z.object({}),
    output: z.object({ projects: z.array(projectSchema.extend({ available: z.boolean() })) }),
  }),
  'project.open': command({
    summary: 'Opens a Git repository: a folder inside it, a bare one, or a worktree.',
    input: z.object({ path: z.string().min(1) }),
    output: z.object({ project: projectSchema }),
  }),
  'project.forget': command({
    summary: 'Takes a project from the list. Nothing of it is deleted.',
    input: z.object(inProject),
    output: z.object({}),
  }),
  'project.init': command({
    summary: 'Writes a slipway.yaml from a preset, filled in from what the repository has.',
    input: z.object({ path: z.string().min(1), preset: z.enum(presets).default('full') }),
    output: z.object({ file: z.string(), environments: z.array(z.string()), notices: z.array(z.string()) }),
  }),
  'project.sample': command({
    summary: 'Makes the sample project in a folder of its own and opens it.',
    input: z.object({}),
    output: z.object({ project: projectSchema }),
  }),
  'project.status': query({
    summary: 'What runs where: everything that the diagram shows.',
    input: z.object(inProject),
    output: projectStatusSchema,
  }),
  'project.configuration': query({
    summary: 'The slipway.yaml on disk, with its errors.',
    input: z.object(inProject),
    output: z.object({
      file: z.string(),
      text: z.string().nullable(),
      problems: z.array(problemSchema),
      notices: z.array(z.string()),
    }),
  }),
  'environment.get': query({
    summary: 'One environment with its containers.',
    input: z.object({ ...inProject, environment: z.string() }),
    output: environmentDetailSchema,
  }),
};
