/** BuildKit's progress, which arrives as base64-encoded protobuf inside of the engine's JSON lines. */
import protobuf from 'protobufjs';

/** The part of `moby.buildkit.v1.StatusResponse` that is shown. */
const status = protobuf.Root.fromJSON({
  nested: {
    Status: {
      fields: {
        vertexes: { rule: 'repeated', type: 'Vertex', id: 1 },
        logs: { rule: 'repeated', type: 'Log', id: 3 },
        warnings: { rule: 'repeated', type: 'Warning', id: 4 },
      },
    },
    Vertex: {
      fields: {
        digest: { type: 'string', id: 1 },
        name: { type: 'string', id: 3 },
        cached: { type: 'bool', id: 4 },
        started: { type: 'bytes', id: 5 },
        completed: { type: 'bytes', id: 6 },
        error: { type: 'string', id: 7 },
      },
    },
    Log: {
      fields: { vertex: { type: 'string', id: 1 }, stream: { type: 'int64', id: 3 }, msg: { type: 'bytes', id: 4 } },
    },
    Warning: { fields: { short: { type: 'bytes', id: 3 } } },
  },
}).lookupType('Status');

interface Status {
  readonly vertexes?: readonly {
    digest: string;
    name: string;
    cached?: boolean;
    started?: Uint8Array;
    completed?: Uint8Array;
    error?: string;
  }[];
  readonly logs?: readonly { vertex: string; msg: Uint8Array }[];
  readonly warnings?: readonly { short: Uint8Array }[];
}

/** Text to show, and whether it is the output of a command (which may end in the middle of a line). */
export interface BuildKitText {
  readonly kind: 'step' | 'output' | 'error';
  readonly text: string;
}

/**
 * Decodes one trace message. `seen` remembers which steps were announced, since BuildKit repeats a step with every
 * change of it. Undecodable messages give nothing: they are progress, the outcome of the build comes by another way.
 */
export function decodeTrace(base64: string, seen: Set<string>): BuildKitText[] {
  const message = decode(base64);
  const texts: BuildKitText[] = [];
  const once = (key: string, text: BuildKitText) => {
    if (seen.has(key)) return;
    seen.add(key);
    texts.push(text);
  };
  for (const step of message.vertexes ?? []) {
    if (step.started) once(`start ${step.digest}`, { kind: 'step', text: step.name });
    if (step.cached && step.completed) once(`cached ${step.digest}`, { kind: 'step', text: `CACHED ${step.name}` });
    if (step.error) once(`error ${step.digest}`, { kind: 'error', text: `${step.name}: ${step.error}` });
  }
  for (const log of message.logs ?? []) texts.push({ kind: 'output', text: Buffer.from(log.msg).toString('utf8') });
  for (const warning of message.warnings ?? [])
    texts.push({ kind: 'step', text: `WARNING ${Buffer.from(warning.short).toString('utf8')}` });
  return texts;
}

function decode(base64: string): Status {
  try {
    return status.toObject(status.decode(Buffer.from(base64, 'base64')));
  } catch {
    return {};
  }
}
