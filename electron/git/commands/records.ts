/** Reading NUL-separated records as they stream in, whatever their text and however large a field is. */

/**
 * Groups a stream of NUL-terminated fields into records of `fields` fields each. A field longer than its cap is cut
 * while it streams, so that a commit message of a gigabyte costs no memory. Bytes that are not UTF-8 become U+FFFD.
 */
export async function* records(chunks: AsyncIterable<Uint8Array>, caps: readonly number[]): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let record: string[] = [];
  let field = '';
  for await (const chunk of chunks) {
    const parts = decoder.decode(chunk, { stream: true }).split('\0');
    for (const [index, part] of parts.entries()) {
      if (index > 0) {
        record.push(field);
        field = '';
        if (record.length === caps.length) {
          yield record;
          record = [];
        }
      }
      field = append(field, part, caps[record.length] ?? 0);
    }
  }
}

/** One character more than the cap is kept, so that the reader can tell that something was cut. */
const append = (field: string, part: string, cap: number): string =>
  field.length > cap ? field : field + part.slice(0, cap + 1 - field.length);

/** At most `max` UTF-16 units of a text, without half a character at its end. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

/** The fields of a whole NUL-terminated output. */
export const fieldsOf = (output: string): string[] => output.split('\0').slice(0, -1);
