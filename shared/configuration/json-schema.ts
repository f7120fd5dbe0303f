/** The JSON Schema of slipway.yaml, published as `slipway.schema.json` beside this file so that editors complete it. */
import { z } from 'zod';
import type { Json } from '../problem.ts';
import { configurationSchema } from './schema.ts';

export const schemaAddress = 'https://slipway.example/slipway.schema.json';

/** JSON Schema (draft 2020-12) of what may be written, with the description of every key. */
export function configurationJsonSchema(): Record<string, Json> {
  const { $schema, ...schema } = z.toJSONSchema(configurationSchema, { io: 'input' });
  const named = { $schema, $id: schemaAddress, title: 'Slipway: environments of a repository', ...schema };
  // Through text, which drops the functions that zod adds beside the schema.
  return JSON.parse(JSON.stringify(named)) as Record<string, Json>;
}
