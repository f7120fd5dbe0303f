/** The only user of sax: XML in pieces, with no entities but XML's own five, and limits to whatever it holds at a time. */
import sax from 'sax';
import { unreadable } from './report.ts';

export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(piece: string): void;
}

const deepest = 100;
const mostAttributes = 200;
/** Of one attribute, comment or document type; longer text comes in pieces. sax takes it from here, for all its parsers. */
const longestCharacters = 1024 * 1024;
Object.assign(sax, { MAX_BUFFER_LENGTH: longestCharacters });

/**
 * Reads well-formed XML. A document type is skipped and nothing that it names is fetched or defined, so an entity of its
 * own is an error where it is used.
 *
 * @throws ProblemError `failed.report`
 */
export async function readXml(pieces: AsyncIterable<Buffer>, { open, close, text }: XmlHandlers): Promise<void> {
  const parser = sax.createStream(true, {});
  let depth = 0;
  let attributes = 0;
  let begun = false;
  parser.on('error', (error) => {
    throw unreadable(`It is no well-formed XML: ${sentenceOf(error)}`);
  });
  parser.on('opentagstart', () => {
    attributes = 0;
    begun = true;
    depth += 1;
    if (depth > deepest) throw unreadable(`Its elements are nested more than ${String(deepest)} deep.`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > mostAttributes) throw unreadable(`An element has more than ${String(mostAttributes)} attributes.`);
  });
  parser.on('opentag', ({ name, attributes: of }) => open(name, of as Record<string, string>));
  parser.on('closetag', (name) => {
    depth -= 1;
    close(name);
  });
  parser.on('text', text);
  parser.on('cdata', text);
  for await (const piece of pieces) parser.write(piece);
  parser.end();
  if (!begun) throw unreadable('It is no XML: it has no element.');
}

/** sax says the line and the place below its sentence. */
function sentenceOf({ message }: Error): string {
  const [what = '', line] = message.split('\n');
  return `${what}${line === undefined ? '' : ` (${line.toLowerCase()})`}.`;
}
