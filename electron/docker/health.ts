/** Whether a container is well, asked again and again: by its own check, in a program that stays there between two looks. */
import type { Healthcheck } from '../../shared/domain/service.ts';
import type { Client } from './client.ts';
import { converse } from './conversation.ts';
import { checkCommand, checkTimeoutMs, runHealthcheck, type CheckResult } from './exec.ts';
import { resident, type Resident } from './resident.ts';

/** The check itself is its arguments, and reads nothing. A program, as the engine would start it: never the shell's own. */
const program = `while IFS= read -r token; do
  (exec "$@" </dev/null 2>&1)
  printf '\\n%s %s\\n' "$token" $?
done`;

/** Longer than from one step of a deployment to the next; then nothing of ours is left in a container of others. */
const idleMs = 3000;

export type CheckHealth = (name: string, check: Healthcheck, aborted?: AbortSignal) => Promise<CheckResult>;

/**
 * Runs checks as `runHealthcheck` does, quicker where the container has a shell. Only that one passed is believed to the
 * shell: what failed there is asked again in the way of the engine, since the shell itself may be what was in the way.
 */
export function healthChecks(client: Client): CheckHealth {
  const residents = new Map<string, Resident>();
  // To find out each time that there is no shell takes as long as the check.
  const shellless = new Set<string>();
  return async (name, check, aborted) => {
    if (check.test[0] === 'NONE') return { passed: true, output: '' };
    const command = checkCommand(check);
    const key = JSON.stringify([name, command]);
    if (shellless.has(key)) return runHealthcheck(client, name, check, aborted);
    const asked =
      residents.get(key) ??
      resident(
        () => converse(client, name, ['sh', '-c', program, 'sh', ...command]),
        idleMs,
        () => residents.delete(key),
      );
    residents.set(key, asked);
    const answer = await asked.ask('', checkTimeoutMs(check), aborted);
    if (answer === 'silent') return { passed: false, output: 'it did not end in time' };
    if (typeof answer !== 'string' && answer.code === 0)
      return { passed: true, output: answer.output || 'it ended with code 0' };
    const result = await runHealthcheck(client, name, check, aborted);
    if (answer === 'away' && result.passed) remember(shellless, key);
    return result;
  };
}

const mostRemembered = 1000;

function remember(keys: Set<string>, key: string): void {
  if (keys.size >= mostRemembered) keys.clear();
  keys.add(key);
}
