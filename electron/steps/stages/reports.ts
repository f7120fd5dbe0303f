/** What a stage writes of its tests, taken out of its container. */
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { problemFrom } from '../../../shared/problem.ts';
import type { TarEntry } from '../../docker/tar.ts';
import { entriesAt } from './copies.ts';
import type { CommandStage, RunContext } from './stage.ts';

const mebibyte = 1024 * 1024;
const mostReportBytes = 50 * mebibyte;
const mostReportsBytes = 200 * mebibyte;
/** What is not kept comes all the same: a sparse file of terabytes would take hours. */
const mostSkippedBytes = 1024 * mebibyte;
const mostReports = 10_000;

/** Where the reports of a stage lie, as `<format>/<number>/…`: plain files, the names of which are harmless. */
export const reportsFolder = ({ outputs, operation }: RunContext, stage: string): string =>
  join(outputs.folder(operation.id, stage), 'reports');

/** Takes the reports out, in place of what an attempt before left. Answers a line for each that could not be had. */
export async function keepReports(context: RunContext, stage: CommandStage, signal: AbortSignal): Promise<string[]> {
  if (stage.work.reports.length === 0) return [];
  const folder = reportsFolder(context, stage.name);
  await rm(folder, { recursive: true, force: true });
  const missed: string[] = [];
  const room = { files: mostReports, bytes: mostReportsBytes, skipped: mostSkippedBytes };
  for (const [index, { format, path }] of stage.work.reports.entries()) {
    try {
      const found = await keepReport(
        context,
        stage,
        join(folder, format, String(index + 1)),
        path,
        room,
        missed,
        signal,
      );
      if (found === 0) missed.push(`${path}: there is no such file.`);
    } catch (thrown) {
      signal.throwIfAborted();
      missed.push(`${path}: ${problemFrom(thrown).message}`);
    }
  }
  return missed;
}

async function keepReport(
  context: RunContext,
  stage: CommandStage,
  folder: string,
  path: string,
  room: { files: number; bytes: number; skipped: number },
  missed: string[],
  signal: AbortSignal,
): Promise<number> {
  let found = 0;
  for await (const { entry, name } of entriesAt(context, stage, path, signal)) {
    const { type, size } = entry.header;
    if (type !== 'file') continue;
    found += 1;
    if (size > mostReportBytes) {
      missed.push(`${name.slice(0, 300)}: it has more than 50 MB.`);
      room.skipped -= size;
      if (room.skipped >= 0) continue;
      missed.push(`${path}: what comes after that was not looked at.`);
      break;
    }
    if (size > room.bytes || room.files === 0) {
      missed.push(`${name.slice(0, 300)}: there are too many reports.`);
      break;
    }
    room.files -= 1;
    room.bytes -= size;
    await keepFile(join(folder, harmless(name)), entry);
  }
  return found;
}

async function keepFile(path: string, entry: TarEntry): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'w', 0o600);
  try {
    for await (const piece of entry.body) await file.write(piece);
  } finally {
    await file.close();
  }
}

/** A path below the folder that it is joined to, on every system, and one that no other name of it can meet in a device. */
const harmless = (name: string): string =>
  name
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map((part) => part.replace(/[^A-Za-z0-9._-]/g, '_').slice(-100))
    .slice(-8)
    .join('/') || 'report';
