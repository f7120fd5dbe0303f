/** Control sequences of terminals: colours and movements, titles and links, and short ones. None spans a line. */

/**
 * The pattern of one, in bytes or characters. Some can be read as one or as two: a row of them is matched atomically, or
 * takes time that doubles with each.
 */
export const controlSequence = String.raw`\x1b(?:\[[0-?]*[ -\/]*[@-~]|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[ -\/]*[0-~])`;

/** In characters a colour may begin with one of its own; in bytes that is a part of many letters. */
const inText = new RegExp(String.raw`${controlSequence}|\x9b[0-?]*[ -\/]*[@-~]`, 'g');

/** A text without them, in time that grows with its length only. Single control characters may be left. */
export const withoutSequences = (text: string): string => text.replace(inText, '');
