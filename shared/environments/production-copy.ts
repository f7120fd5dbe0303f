import { z } from 'zod';
import { defineKind } from './kind.ts';

export const productionCopy = defineKind({
  kind: 'production-copy',
  title: 'Production copy',
  icon: 'Copy',
  lane: 'main',
  order: 40,
  guarded: false,
  summary: 'A mirror of production to look into without touching it.',
  shape: {
    of: z.string().describe('The environment that it copies.'),
  },
});
