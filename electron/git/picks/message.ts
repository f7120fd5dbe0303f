/** The message of a picked commit. Texts are bytes as latin1: a message may be in any encoding. */

/** The message with a line that names the commit it was picked from, as `git cherry-pick -x` writes it. */
export function withOrigin(message: string, commit: string): string {
  // A NUL would end the message for git.
  const text = tidy(message.replace(/\0[^]*$/, ''));
  const line = `(cherry picked from commit ${commit})\n`;
  if (text === '') return `\n${line}`.trimStart();
  return `${text}${endsWithTrailers(text) ? '' : '\n'}${line}`;
}

/** As git cleans up: no space at the end of a line, no two empty lines in a row, none at either end. */
const tidy = (text: string): string => {
  const lines = text.split('\n').map((line) => line.replace(/[ \t\r\v\f]+$/, ''));
  const kept = lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''));
  const clean = kept.join('\n').replace(/^\n+|\n+$/g, '');
  return clean === '' ? '' : `${clean}\n`;
};

const generated = /^(?:Signed-off-by: |\(cherry picked from commit )/;
const trailer = /^[A-Za-z0-9-]+[ \t]*:/;

/**
 * Whether the last paragraph, which must not be the first, is made of trailers: all of its lines, or a quarter of them
 * when git wrote one of those itself.
 */
function endsWithTrailers(text: string): boolean {
  const paragraphs = text.trimEnd().split('\n\n');
  const last = paragraphs.length > 1 ? paragraphs.at(-1)?.split('\n') : undefined;
  if (!last) return false;
  let trailers = 0;
  let others = 0;
  let recognized = false;
  for (const [index, line] of last.entries()) {
    if (generated.test(line)) {
      recognized = true;
      trailers += 1;
    } else if (trailer.test(line)) trailers += 1;
    else if (!(index > 0 && /^[ \t]/.test(line))) others += 1;
  }
  return trailers > 0 && (others === 0 || (recognized && trailers * 3 >= others));
}
