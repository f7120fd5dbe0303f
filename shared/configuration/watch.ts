/** `watch:` and `forge:`: how new commits and merge requests are noticed. */
import { z } from 'zod';
import { durationSchema } from './duration.ts';

export const watchSchema = z
  .strictObject({
    remote: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/, 'the name of a remote')
      .optional()
      .describe('The remote that is asked for new commits; origin by default, where there is one.'),
    fetch: durationSchema
      .default('1m')
      .describe('How often it is asked; a push seen in the local repository counts at once.'),
    branches: z
      .array(z.string().min(1).max(250))
      .max(50)
      .optional()
      .describe('Patterns of branches that are built beside those that environments follow.'),
    atOnce: z.number().int().min(1).max(32).default(2).describe('How many runs there are at one time.'),
    webhook: z
      .strictObject({ secret: z.string().min(1).describe('Secret that signs its requests.') })
      .optional()
      .describe('Lets a forge say that something was pushed, where the engine serves a port.'),
  })
  .describe('How new commits are noticed.');

export const forgeSchema = z
  .strictObject({
    kind: z.enum(['github', 'gitlab', 'gitea']).describe('Which forge it is.'),
    url: z
      .string()
      .regex(/^https?:\/\/[^\s\p{Cc}]{1,500}$/u, 'an address of http or https')
      .optional()
      .describe('Its address; the public one of its kind by default.'),
    repository: z
      .string()
      .regex(/^[\w.-]+(?:\/[\w.-]+)+$/, 'owner/name')
      .describe('The repository there, such as owner/name.'),
    token: z.string().min(1).optional().describe('Secret with a token that may read merge requests.'),
  })
  .describe('Where merge requests are known. It is only ever read.');

export type WatchDeclaration = z.infer<typeof watchSchema>;
export type ForgeDeclaration = z.infer<typeof forgeSchema>;
