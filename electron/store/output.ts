/**
 * What stages print: one append-only file each, exactly as a terminal gets it, with a small index of times beside it. It
 * is evidence beside the journal, and never in the database.
 */
import { EventEmitter } from 'node:events';
import { appendFileSync, mkdirSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputChunk, OutputMatch } from '../../shared/api/runs.ts';
import { readOutput } from './output-reading.ts';
import { searchOutput } from './output-search.ts';
import { entryOf } from './output-times.ts';

/** More of one stage is not kept. */
export const longestOutputBytes = 200 * 1024 * 1024;
/** Two times are at least so far apart: what was printed in between counts as printed together. */
const timeEveryMs = 100;

/** Takes secrets out of one stream of bytes, and may keep back an end of which it is not sure. */
export interface PieceMask {
  push(piece: Buffer): Buffer;
  end(): Buffer;
}

export interface OutputWriter {
  /** Takes secrets out of a piece and keeps it. Never fails: a full disk takes the output, not the stage. */
  append(piece: Buffer): void;
  /** Keeps a line in Slipway's own name. */
  note(text: string): void;
  /** Nothing comes any more: followers are let go. */
  end(): void;
}

export interface OutputSearch {
  readonly matches: OutputMatch[];
  /** Of the whole output. */
  readonly total: number;
  readonly more: boolean;
}

export interface Outputs {
  /** The folder of what a stage leaves, which is made; named by ids that Slipway gave. */
  folder(run: string, stage: string): string;
  /** Goes on behind what is there already. */
  writer(run: string, stage: string): OutputWriter;
  /** Bytes that are kept; 0 for what never printed. */
  size(run: string, stage: string): number;
  /** From a byte on; with `follow` also what is to come, until `end` or the signal. Reads on only when it is asked to. */
  read(run: string, stage: string, from: number, follow: boolean, signal: AbortSignal): AsyncGenerator<OutputChunk>;
  /** Lines that hold a text, whatever the case of its ASCII letters, without regard to control sequences. */
  search(run: string, stage: string, wanted: { text: string; from: number; limit: number }): Promise<OutputSearch>;
  /** Removes what the stages of a run left; what they printed stays. */
  removeFiles(run: string): Promise<void>;
  /** Removes all that a run left. */
  remove(run: string): Promise<void>;
}

/** `mask` makes what takes secrets out of one stream of bytes. `limitBytes` of each stage are kept. */
export function outputsIn(
  folder: string,
  parts: { mask: () => PieceMask; now: () => number; limitBytes?: number },
): Outputs {
  const limit = parts.limitBytes ?? longestOutputBytes;
  const bus = new EventEmitter().setMaxListeners(0);
  const runFolder = (run: string): string => join(folder, plain(run));
  const fileOf = (run: string, stage: string): string => join(runFolder(run), `${plain(stage)}.out`);
  const nameOf = (run: string, stage: string): string => `${plain(run)}/${plain(stage)}`;

  return {
    folder(run, stage) {
      const path = join(runFolder(run), plain(stage));
      mkdirSync(path, { recursive: true, mode: 0o700 });
      return path;
    },
    writer(run, stage) {
      mkdirSync(runFolder(run), { recursive: true, mode: 0o700 });
      const file = fileOf(run, stage);
      return writerOn(file, parts.mask(), parts.now, limit, (end) => bus.emit(nameOf(run, stage), end));
    },
    size: (run, stage) => sizeOf(fileOf(run, stage)),
    read: (run, stage, from, follow, signal) =>
      readOutput(fileOf(run, stage), from, signal, follow ? (heard) => listen(bus, nameOf(run, stage), heard) : null),
    search: (run, stage, wanted) => searchOutput(fileOf(run, stage), wanted),
    async removeFiles(run) {
      const entries = await readdir(runFolder(run), { withFileTypes: true }).catch(() => []);
      for (const entry of entries)
        if (entry.isDirectory()) await rm(join(runFolder(run), entry.name), { recursive: true, force: true });
    },
    remove: (run) => rm(runFolder(run), { recursive: true, force: true }),
  };
}

/** Ids and names of stages have no other characters: nothing leads out of the folder. */
const plain = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '');

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function listen(bus: EventEmitter, name: string, heard: (ended: boolean) => void): () => void {
  bus.on(name, heard);
  return () => bus.off(name, heard);
}

function writerOn(
  file: string,
  mask: PieceMask,
  now: () => number,
  limit: number,
  tell: (ended: boolean) => void,
): OutputWriter {
  let bytes = sizeOf(file);
  let timeAt = -Infinity;
  let lost = false;
  let full = bytes >= limit;

  const write = (piece: Buffer): void => {
    if (piece.length === 0) return;
    try {
      const at = now();
      if (at - timeAt >= timeEveryMs) {
        appendFileSync(`${file}.times`, entryOf({ offset: bytes, at }), { mode: 0o600 });
        timeAt = at;
      }
      appendFileSync(file, piece, { mode: 0o600 });
      bytes += piece.length;
    } catch {
      // Less of it may have been written than was meant to be.
      bytes = sizeOf(file);
      lost = true;
    }
  };
  const keep = (piece: Buffer): void => {
    if (full) return;
    if (lost) {
      lost = false;
      write(noteOf('The disk was full: some of the output is missing here.'));
    }
    const room = limit - bytes;
    write(piece.length > room ? piece.subarray(0, Math.max(0, room)) : piece);
    if (piece.length > room) {
      full = true;
      write(noteOf(`The output is full at ${String(Math.round(limit / 1024 / 1024))} MB; what follows is not kept.`));
    }
    tell(false);
  };
  return {
    append: (piece) => keep(mask.push(piece)),
    note(text) {
      // What was kept back stands before it.
      keep(mask.end());
      keep(mask.push(noteOf(text)));
      keep(mask.end());
    },
    end() {
      keep(mask.end());
      tell(true);
    },
  };
}

/** A line of its own, in the terminal's faint. */
const noteOf = (text: string): Buffer => Buffer.from(`\r\n\x1b[0;2m${text}\x1b[0m\r\n`);
