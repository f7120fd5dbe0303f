/** Test environments of branches that are not merged, and the dev box. */
import { z } from 'zod';
import { operationSchema, problemSchema } from '../domain/operation.ts';
import { reviewSchema, testEnvironmentSchema, workingTreeSchema } from '../domain/test-environment.ts';
import { command, query } from './definition.ts';

const inProject = { project: z.string() };
const key = z.string().min(8).max(100);

export const testEnvironments = {
  'testEnvironment.list': query({
    summary: 'Test environments, and the branches that could have one.',
    input: z.object(inProject),
    output: z.object({
      environments: z.array(testEnvironmentSchema),
      /** Branches that are not merged and have none. */
      branches: z.array(
        z.object({
          branch: z.string(),
          commit: z.string(),
          subject: z.string(),
          ahead: z.number().int().nullable(),
          review: reviewSchema.nullable(),
          /** Why it was given none by rule. */
          problem: problemSchema.nullable(),
        }),
      ),
      /** Templates of slipway.yaml that they are made from; none means that there can be none. */
      templates: z.array(z.string()),
      /** What is wrong with the forge, where one is configured. */
      forge: z.string().nullable(),
    }),
  }),
  'testEnvironment.create': command({
    summary: 'Gives a branch, or what is in the working tree now, an environment of its own.',
    input: z.object({
      ...inProject,
      branch: z.string().optional(),
      workingTree: z.boolean().default(false),
      template: z.string().optional(),
      /** Its name after the dot; out of the branch by default. */
      name: z.string().max(40).optional(),
      /** Days until it is removed; what the template says by default. */
      days: z.number().positive().max(365).optional(),
      key,
    }),
    output: z.object({ operation: operationSchema, environment: testEnvironmentSchema }),
  }),
  'testEnvironment.preview': query({
    summary: 'Exactly what goes with a test environment: containers, volumes, networks, data.',
    input: z.object({ ...inProject, environment: z.string() }),
    output: z.object({
      containers: z.array(z.string()),
      volumes: z.array(z.string()),
      networks: z.array(z.string()),
      images: z.array(z.string()),
    }),
  }),
  'testEnvironment.remove': command({
    summary: 'Removes a test environment with everything that it used.',
    input: z.object({ ...inProject, environment: z.string(), key }),
    output: z.object({ operation: operationSchema }),
  }),
  'workingTree.get': query({
    summary: 'The person’s own checkout against main.',
    input: z.object(inProject),
    output: z.object({ workingTree: workingTreeSchema.nullable() }),
  }),
};
