import { z } from 'zod';
import { defineKind } from './kind.ts';

export const staging = defineKind({
  kind: 'staging',
  title: 'Staging',
  icon: 'Stack2',
  lane: 'main',
  order: 20,
  guarded: false,
  summary: 'The next release, as production will run it.',
  shape: {
    follows: z.string().optional().describe('Branch whose releases it takes, where no environment comes before it.'),
  },
});
