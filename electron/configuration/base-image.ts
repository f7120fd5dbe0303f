/** A base image for the sample where no registry can be reached: the machine's own busybox as a root file system. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { pack, type Header } from 'tar-stream';
import { fail } from '../../shared/problem.ts';

/** The name under which the engine imports the tar. */
export const sampleBaseImage = 'slipway-sample/base:1';

const hint =
  'Install a static busybox (Debian: apt-get install busybox-static), or connect the engine to an image registry.';

/**
 * An uncompressed root-file-system tar, ready for `docker import`: /bin/busybox with a link for every applet. The same
 * busybox gives the same bytes. Rejects with `failed.sample-base` when the machine has no static busybox.
 */
export async function baseImageTar(searchPath = process.env['PATH'] ?? ''): Promise<Buffer> {
  const { file, content } = await findBusybox(searchPath);
  const { stdout } = await promisify(execFile)(file, ['--list'], { env: {}, timeout: 5000 });
  const applets = stdout.split('\n').filter((name) => /^[\w[.-]+$/.test(name) && name !== 'busybox');
  if (!applets.includes('httpd') || !applets.includes('wget')) {
    throw fail('failed.sample-base', `${file} was built without httpd or wget, which the sample needs.`, { hint });
  }
  return await packRoot(content, applets);
}

async function findBusybox(searchPath: string): Promise<{ file: string; content: Buffer }> {
  const tried: string[] = [];
  for (const folder of searchPath.split(delimiter).filter((entry) => entry !== '')) {
    const file = join(folder, 'busybox');
    const content = await readFile(file).catch(() => null);
    if (!content) continue;
    if (isStaticElf(content)) return { file, content };
    tried.push(file);
  }
  const why =
    tried.length === 0
      ? 'busybox is not on this machine'
      : `${tried.join(', ')} needs libraries that an empty image has not`;
  throw fail('failed.sample-base', `The sample cannot have a base image made here: ${why}.`, { hint });
}

const interpreterHeader = 3;

/** Whether a Linux program runs without a dynamic loader: it has no PT_INTERP header. */
export function isStaticElf(content: Buffer): boolean {
  if (content.length < 64 || content.readUInt32BE(0) !== 0x7f454c46) return false;
  const wide = content[4] === 2;
  const little = content[5] === 1;
  const half = (at: number) => (little ? content.readUInt16LE(at) : content.readUInt16BE(at));
  const word = (at: number) => (little ? content.readUInt32LE(at) : content.readUInt32BE(at));
  // The offset has eight bytes in a 64-bit file, but a program's headers stand at its beginning.
  const offset = word(wide ? (little ? 32 : 36) : 28);
  const [size, count] = wide ? [half(54), half(56)] : [half(42), half(44)];
  if (offset + size * count > content.length) return false;
  return !Array.from({ length: count }, (_, index) => word(offset + index * size)).includes(interpreterHeader);
}

async function packRoot(busybox: Buffer, applets: readonly string[]): Promise<Buffer> {
  const root = pack();
  const add = (header: Partial<Header> & { name: string }, content: Buffer | string = '') =>
    root.entry({ uid: 0, gid: 0, mtime: new Date(0), ...header }, content);
  for (const folder of ['bin', 'etc', 'root', 'var', 'usr'])
    add({ name: `${folder}/`, type: 'directory', mode: 0o755 });
  add({ name: 'tmp/', type: 'directory', mode: 0o1777 });
  add({ name: 'usr/bin', type: 'symlink', linkname: '../bin', mode: 0o777 });
  add({ name: 'etc/passwd', mode: 0o644 }, 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n');
  add({ name: 'etc/group', mode: 0o644 }, 'root:x:0:\nnogroup:x:65534:\n');
  add({ name: 'bin/busybox', mode: 0o755 }, busybox);
  for (const applet of applets) add({ name: `bin/${applet}`, type: 'symlink', linkname: 'busybox', mode: 0o777 });
  root.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of root) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
