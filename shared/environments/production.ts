import { z } from 'zod';
import { defineKind } from './kind.ts';

export const production = defineKind({
  kind: 'production',
  title: 'Production',
  icon: 'World',
  lane: 'main',
  order: 30,
  guarded: true,
  summary: 'What customers use.',
  shape: {
    follows: z.string().optional().describe('Branch whose releases it takes, where no environment comes before it.'),
  },
});
