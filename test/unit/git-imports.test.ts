import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentFor } from '../../electron/git/environment.ts';

const electron = fileURLToPath(new URL('../../electron', import.meta.url));
const sources = readdirSync(electron, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(electron, name), 'utf8') }));

describe('git is started in one place', () => {
  it('simple-git is imported by git/text.ts alone', () => {
    expect(sources.filter(({ text }) => /['"]simple-git['"]/.test(text)).map(({ name }) => name)).toEqual([
      'git/text.ts',
    ]);
  });

  // The sample is written by Slipway itself into an empty folder: there is nothing foreign in it yet.
  it('nothing else starts a git process, but for making the sample', () => {
    const starting = sources
      .filter(({ text }) => /(?:spawn|exec|execFile|fork)(?:Sync)?\(\s*['"`]git\b/.test(text))
      .map(({ name }) => name);
    expect(starting).toSatisfy((names: string[]) =>
      names.every((name) => ['git/run.ts', 'configuration/sample.ts'].includes(name)),
    );
  });

  it('its environment starts from nothing', () => {
    const environment = environmentFor(
      { cwd: '/', gitDirectory: '/x' },
      { PATH: '/bin', GIT_SSH_COMMAND: 'evil', LD_PRELOAD: 'evil', HOME: '/home/a', EDITOR: 'evil' },
    );
    expect(environment).toMatchObject({
      PATH: '/bin',
      HOME: '',
      GIT_DIR: '/x',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
    });
    expect(Object.values(environment)).not.toContain('evil');
    const settings = Array.from({ length: Number(environment['GIT_CONFIG_COUNT']) }, (_, index) => [
      environment[`GIT_CONFIG_KEY_${index}`],
      environment[`GIT_CONFIG_VALUE_${index}`],
    ]);
    expect(settings).toContainEqual(['core.hooksPath', '/dev/null']);
    expect(settings).toContainEqual(['hook.reference-transaction.enabled', 'false']);
    expect(settings).toContainEqual(['safe.bareRepository', 'explicit']);
    expect(settings.map(([key]) => key)).not.toContain('safe.directory');
  });
});
