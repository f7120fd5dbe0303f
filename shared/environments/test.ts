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
  },
});
