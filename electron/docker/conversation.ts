/** A program that runs inside a container for as long as somebody talks to it. */
import type { Socket } from 'node:net';
import { Duplex, PassThrough, Writable } from 'node:stream';
import type { Readable } from 'node:stream';
import { abortable, type Client } from './client.ts';

export interface Conversation {
  write(text: string | Buffer): void;
  /** What it prints; ends when the program or the connection does. */
  readonly output: Readable;
  /** Ends it: its input is closed. */
  close(): void;
}

/**
 * Starts a command in a running container and connects to it, as the container's own user unless another is named.
 * Rejects when the container does not run, or lacks the command.
 */
export async function converse(
  client: Client,
  name: string,
  command: readonly string[],
  user?: string,
): Promise<Conversation> {
  const what = `talk to ${name}`;
  const exec = await client.call({ what }, (docker, signal) =>
    docker.getContainer(name).exec({
      Cmd: [...command],
      ...(user === undefined ? {} : { User: user }),
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      abortSignal: signal,
    }),
  );
  const output = new PassThrough();
  // What still arrives after the end is nobody's: written to the ended stream it would be an error without a listener.
  const heard = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      if (!output.writableEnded) output.write(piece);
      done();
    },
  });
  const connection = await client.call({ what }, async (docker, signal) => {
    const raw: Duplex = await exec.start({ hijack: true, stdin: true, ...abortable(signal) });
    docker.modem.demuxStream(raw, heard, heard);
    return raw;
  });
  // One that is kept for later keeps no engine alive that has nothing else to do.
  (connection as Partial<Socket>).unref?.();
  // A connection that breaks is the end of what is said; whoever reads sees it there.
  connection
    .on('error', () => output.end())
    .on('end', () => output.end())
    .on('close', () => output.end());
  return {
    write: (text) => {
      if (!connection.destroyed) connection.write(text);
    },
    output,
    close: () => {
      connection.destroy();
      output.end();
    },
  };
}

/** A conversation as a stream that can be read and written, such as a connection; destroying it ends it. */
export function duplexOf(conversation: Conversation): Duplex {
  const duplex: Duplex = new Duplex({
    read: () => conversation.output.resume(),
    write: (piece: Buffer, _encoding, done) => {
      conversation.write(piece);
      done();
    },
    destroy: (error, done) => {
      conversation.close();
      done(error);
    },
  });
  conversation.output.on('data', (piece: Buffer) => {
    if (!duplex.push(piece)) conversation.output.pause();
  });
  conversation.output.on('end', () => duplex.push(null));
  return duplex;
}
