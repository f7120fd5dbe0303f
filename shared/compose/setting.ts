/** What every part of the reader needs: the file, its folder in the repository, variables, and the files of the commit. */
import type { Lookup } from './interpolate.ts';
import type { Reading } from './reading.ts';

export interface Setting {
  readonly reading: Reading;
  /** Folder of the Compose file in the repository; relative paths start there. */
  readonly folder: string;
  readonly lookup: Lookup;
  /** Text of a file of the repository at the commit; null when there is none. */
  readonly readFile: (path: string) => string | null;
}
