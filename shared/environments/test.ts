import { z } from 'zod';
import { defineKind } from './kind.ts';

export const test = defineKind({
  kind: 'test',
  title: 'Test',
  icon: 'Flask',
  lane: 'test',
  order: 0,
  guarded: false,
  summary: 'An isolated environment for a branch that is not merged; any number of them.',
  shape: {
    follows: z.string().optional().describe('Branch whose releases it takes.'),
    many: z.boolean().optional().describe('Whether this is a template: each branch gets a test.NAME of its own.'),
    from: z
      .enum(['hand', 'merge-requests', 'branches'])
      .optional()
      .describe(
        'Which branches get one: by hand (the default), every branch with an open merge request that is no draft, or every branch that is not merged.',
      ),
    branches: z
      .array(z.string().min(1).max(250))
      .max(50)
      .optional()
      .describe('Patterns of the branches that may have one.'),
    days: z
      .number()
      .positive()
      .max(365)
      .optional()
      .describe('Days after which one is removed; 14 by default. It goes with the merge in any case.'),
  },
});
