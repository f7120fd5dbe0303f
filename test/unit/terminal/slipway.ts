/** A verb as it is typed, against an engine in this process. */
import { runCommandLine } from '../../../electron/hosts/terminal/program.ts';
import type { Handlers } from '../../contract/hosts/fake-face.ts';
import { attachedTo } from './engine.ts';
import { terminalWith, type TestTerminal } from './terminal.ts';

/** Words are split at spaces. */
export async function slipway(line: string, handlers: Handlers = {}, terminal: TestTerminal = terminalWith()) {
  const engines = {
    attach: () => Promise.resolve(attachedTo(handlers)),
    serve: () => Promise.resolve({ engine: attachedTo(handlers), started: true, stop: () => Promise.resolve() }),
  };
  const exitCode = await runCommandLine(line.split(' ').filter(Boolean), terminal, engines, '0.1.0');
  return {
    exitCode,
    stdout: terminal.stdout(),
    stderr: terminal.stderr(),
    json: () => JSON.parse(terminal.stdout()) as unknown,
  };
}
