/** How much one call may carry, whichever way it comes. */
import { problemOf, type Problem } from '../problem.ts';

/** The largest frame of a client, in bytes: room for any text that can be settled, written as JSON. */
export const clientFrameLimitBytes = 32 * 1024 * 1024;

/** Why an input is not sent. What was sent all the same would end the connection, and everything else on it. */
export const inputTooLarge = (): Problem =>
  problemOf('usage.too-large', `The input is larger than ${String(clientFrameLimitBytes / 1024 / 1024)} MB.`, {
    hint: 'Send less at once; a file that is larger can be taken whole from one side.',
  });
