import { z } from 'zod';
import { defineKind } from './kind.ts';

export const release = defineKind({
  kind: 'release',
  title: 'Release lane',
  icon: 'GitBranch',
  lane: 'release',
  order: 15,
  guarded: false,
  summary: 'The hotfix lane: cut from what runs in production, straight to staging and production.',
  shape: {
    to: z.string().optional().describe('The environment where the lane joins the flow.'),
  },
});
