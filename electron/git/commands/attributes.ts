/** Where a tree has `.gitattributes`. */

const name = '.gitattributes';

export const attributeFilesArguments = (tree: string): string[] => ['ls-tree', '-r', '-z', '--full-tree', tree];

/** Object names of the `.gitattributes` files in a listing, by path (bytes as latin1, see picks/trees.ts). */
export const attributeFiles = (output: Buffer): ReadonlyMap<string, string> =>
  new Map(
    output
      .toString('latin1')
      .split('\0')
      .flatMap((line) => {
        if (!line.endsWith(name)) return [];
        // A link of that name is not followed by git either.
        const match = /^100\d{3} blob ([0-9a-f]+)\t((?:[^]*\/)?\.gitattributes)$/.exec(line);
        return match?.[1] && match[2] ? [[match[2], match[1]] as const] : [];
      }),
  );
