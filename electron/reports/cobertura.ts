/** Coverage as Cobertura's XML: the lines of classes, by the file that each is in. */
import { unreadable, type ReportFormat } from './report.ts';
import { readXml } from './xml.ts';

export const cobertura: ReportFormat = {
  named: /\.xml$/i,
  async read(pieces, sink) {
    let begun = false;
    let file: string | null = null;
    await readXml(pieces, {
      open(name, attributes) {
        if (!begun && name !== 'coverage')
          throw unreadable(`It is no Cobertura report: it begins with <${name.slice(0, 100)}>.`);
        begun = true;
        if (name === 'class') file = attributes['filename'] ?? null;
        else if (name === 'line' && file !== null)
          sink.line(file, Number(attributes['number']), Number(attributes['hits']) > 0);
      },
      close(name) {
        if (name === 'class') file = null;
      },
      text: () => undefined,
    });
  },
};
