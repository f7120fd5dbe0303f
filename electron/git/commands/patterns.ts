/** Text as git's extended regular expressions. */

/** A pattern that finds exactly this text. A pattern cannot hold a line break: each becomes a space. */
export const escaped = (text: string): string =>
  text.replaceAll(/[\0\n\r]/g, ' ').replaceAll(/[\\^$.|?*+()[\]{}]/g, (character) => `\\${character}`);

/** A pattern that finds a work item, and not one whose name it begins: `#12` is not in `#123`. */
export const workItemPattern = (item: string): string => `(^|[^[:alnum:]_&/])${escaped(item)}($|[^[:alnum:]_])`;
