/**
 * A shell in a running container, or in a failed stage as it was left. It is the stream that opens it: whichever way that ends, by the shell, by its reader
 * or with the connection, the shell ends with it. Only who opened it hears what it prints.
 */
import { z } from 'zod';
import { problemSchema } from '../domain/operation.ts';
import { command, query, stream } from './definition.ts';

/** Characters that may be on their way to the reader; the program waits until some of them are taken. */
export const shellWindowCharacters = 256 * 1024;
/** The longest text that is typed at once; a longer one is sent in parts. */
export const shellInputCharacters = 16 * 1024;

const size = { columns: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(500) };
const ofStage = { project: z.string(), run: z.string(), stage: z.string() };
const ofShell = { shell: z.string().max(100) };

export const shellItemSchema = z.union([
  /** It is there: by this name it is written to. The first item. */
  z.object({ opened: z.object({ shell: z.string(), container: z.string() }) }),
  /** What it prints, known secrets hidden. Control sequences are left in: only a terminal may show it. */
  z.object({ output: z.string() }),
  /** `exit`: it ended by itself; `idle`: nothing was typed or printed for too long; `lost`: its container is gone, or the engine that runs it. The last item. */
  z.object({ ended: z.object({ why: z.enum(['exit', 'idle', 'lost']), code: z.number().int().nullable() }) }),
]);
export type ShellItem = z.infer<typeof shellItemSchema>;

export const shell = {
  'shell.open': stream({
    summary: 'Opens a shell in a running container of an environment, or in a failed stage as it was left.',
    input: z.union([
      z.strictObject({
        project: z.string(),
        environment: z.string(),
        /** May be left out where only one runs. */
        service: z.string().max(200).optional(),
        /** The name of one container, where the service has several. */
        container: z.string().max(300).optional(),
        ...size,
      }),
      z.strictObject({ ...ofStage, ...size }),
    ]),
    output: shellItemSchema,
  }),
  'shell.kept': query({
    summary: 'Whether a failed stage is kept as it was left.',
    input: z.object(ofStage),
    output: z.object({
      /** When it goes at the latest, in epoch milliseconds; null when it is not kept. */
      until: z.number().nullable(),
      /** Why it is not kept. */
      reason: problemSchema.nullable(),
    }),
  }),
  'shell.write': command({
    summary: 'Types into a shell.',
    input: z.object({ ...ofShell, text: z.string().min(1).max(shellInputCharacters) }),
    output: z.object({}),
  }),
  'shell.resize': command({
    summary: 'Tells a shell how large its terminal is.',
    input: z.object({ ...ofShell, ...size }),
    output: z.object({}),
  }),
  'shell.taken': command({
    summary: 'Says how much of a shell’s output has been shown, which makes room for more.',
    input: z.object({ ...ofShell, characters: z.number().int().min(1) }),
    output: z.object({}),
  }),
};
