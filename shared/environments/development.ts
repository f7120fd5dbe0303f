import { z } from 'zod';
import { defineKind } from './kind.ts';

export const development = defineKind({
  kind: 'development',
  title: 'Dev box',
  icon: 'DeviceLaptop',
  lane: 'main',
  order: 0,
  guarded: false,
  summary: 'What you have here, run for yourself before anybody else sees it.',
  shape: {
    follows: z.string().optional().describe('Branch whose releases it takes.'),
  },
});
