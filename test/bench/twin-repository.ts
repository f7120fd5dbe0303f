/** A history with copies on release branches, made by `git fast-import`: 10,000 changes on main, picked here and there. */
import { execFileSync } from 'node:child_process';
import { createRepository } from '../fixtures/repository.ts';

const changes = 10_000;
const files = 300;
const linesPerFile = 120;
/** Each release branch parts from main behind so many changes, and gets every tenth change that follows. */
const cuts = [0, 2000, 4000, 6000, 8000];
const firstSecond = 1_600_000_000;

export interface TwinRepository {
  readonly path: string;
  readonly main: string;
  readonly others: readonly string[];
}

export function makeTwinRepository(path: string): Promise<TwinRepository> {
  const { git } = createRepository(path, { bare: true });
  const out: string[] = [];
  const main = new Line('main', out);
  main.commit('Begin', firstSecond, 0, null);
  const releases = new Map<number, Line>();
  for (let change = 0; change < changes; change += 1) {
    if (cuts.includes(change)) releases.set(change, main.branch(`release-${String(change)}`));
    main.change(change, firstSecond + change * 60, 0);
    if (change % 10 !== 0) continue;
    for (const release of releases.values()) release.change(change, firstSecond + change * 60, 3600);
  }
  execFileSync('git', ['fast-import', '--quiet'], { cwd: path, input: out.join(''), maxBuffer: 1 << 28 });
  git(['symbolic-ref', 'HEAD', 'refs/heads/main']);
  return Promise.resolve({ path, main: 'main', others: cuts.map((cut) => `release-${String(cut)}`) });
}

class Line {
  readonly #name: string;
  readonly #out: string[];
  readonly #files: Map<number, string[]>;
  #from: string | null;

  constructor(name: string, out: string[], state = new Map<number, string[]>(), from: string | null = null) {
    this.#name = name;
    this.#out = out;
    this.#files = state;
    this.#from = from;
  }

  branch(name: string): Line {
    return new Line(
      name,
      this.#out,
      new Map([...this.#files].map(([file, lines]) => [file, [...lines]])),
      `refs/heads/${this.#name}`,
    );
  }

  /** One line of one file; the same on every branch. */
  change(change: number, authoredAt: number, laterBy: number): void {
    const file = change % files;
    const lines = this.#files.get(file) ?? Array.from({ length: linesPerFile }, (_, line) => `line ${String(line)}`);
    lines[(change * 7) % linesPerFile] = `change ${String(change)}`;
    this.#files.set(file, lines);
    this.commit(`Change ${String(change)} of module ${String(file)}`, authoredAt, laterBy, { file, lines });
  }

  commit(subject: string, authoredAt: number, laterBy: number, edit: { file: number; lines: string[] } | null): void {
    const content = edit === null ? '' : `${edit.lines.join('\n')}\n`;
    this.#out.push(
      `commit refs/heads/${this.#name}\nauthor Ada <ada@example.com> ${String(authoredAt)} +0000\n`,
      `committer Ada <ada@example.com> ${String(authoredAt + laterBy)} +0000\ndata ${String(Buffer.byteLength(subject))}\n${subject}\n`,
      this.#from === null ? '' : `from ${this.#from}\n`,
      edit === null
        ? ''
        : `M 100644 inline module-${String(edit.file)}/source.txt\ndata ${String(Buffer.byteLength(content))}\n${content}\n`,
    );
    this.#from = null;
  }
}
