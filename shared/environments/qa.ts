import { z } from 'zod';
import { defineKind } from './kind.ts';

export const qa = defineKind({
  kind: 'qa',
  title: 'QA',
  icon: 'Checklist',
  lane: 'main',
  order: 10,
  guarded: false,
  summary: 'Where every green build of the main branch is tried by people.',
  shape: {
    follows: z.string().optional().describe('Branch whose releases it takes.'),
  },
});
