/** What the desktop app was started with. */
import { resolve } from 'node:path';

export interface DesktopArguments {
  /** `--data=DIR`; null for the default. */
  readonly data: string | null;
  /** `--project=DIR`: the repository to open. */
  readonly project: string | null;
}

/**
 * Reads the two arguments of ours and leaves all others to Chromium. Paths are relative to `folder`. Only the form with
 * `=` is read: Chromium reorders what stands after a switch.
 */
export function readDesktopArguments(argv: readonly string[], folder: string): DesktopArguments {
  const valueOf = (name: string): string | null => {
    const argument = argv.find((each) => each.startsWith(`--${name}=`) && each.length > name.length + 3);
    return argument === undefined ? null : resolve(folder, argument.slice(name.length + 3));
  };
  return { data: valueOf('data'), project: valueOf('project') };
}
