/** Registry credentials from where `docker login` keeps them. They go to the engine with a push or pull, nowhere else. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const configSchema = z.object({
  auths: z.record(z.string(), z.object({ auth: z.string().optional() })).optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
});
const answerSchema = z.object({ Username: z.string(), Secret: z.string() });

/** What dockerode takes as `authconfig`: ready for the header. */
export interface RegistryAuth {
  readonly base64: string;
}

/** The engine asks for the header on every push, also where there is nothing to say. */
const anonymous: RegistryAuth = { base64: Buffer.from('{}').toString('base64url') };

/** The credentials of one registry, from `$DOCKER_CONFIG` or `~/.docker`; anonymous when there are none. Never rejects. */
export async function registryAuth(registry: string): Promise<RegistryAuth> {
  const file = join(process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'), 'config.json');
  const config = await readFile(file, 'utf8').then(
    (text) => configSchema.parse(JSON.parse(text)),
    () => null,
  );
  if (config === null) return anonymous;
  const helper = config.credHelpers?.[registry] ?? config.credsStore;
  const found = helper === undefined ? null : await askHelper(helper, registry);
  if (found) {
    // A helper answers with this user name where what it keeps is an identity token.
    return encode(
      found.Username === '<token>'
        ? { identitytoken: found.Secret }
        : { username: found.Username, password: found.Secret },
    );
  }
  const stored = config.auths?.[registry]?.auth ?? config.auths?.[`https://${registry}`]?.auth;
  if (!stored) return anonymous;
  const [username = '', ...password] = Buffer.from(stored, 'base64').toString('utf8').split(':');
  return encode({ username, password: password.join(':') });
}

function encode(auth: Record<string, string>): RegistryAuth {
  return { base64: Buffer.from(JSON.stringify(auth)).toString('base64url') };
}

/** Asks `docker-credential-NAME`. The registry goes by standard input, as its protocol wants. */
function askHelper(name: string, registry: string): Promise<z.infer<typeof answerSchema> | null> {
  if (!/^[\w-]+$/.test(name)) return Promise.resolve(null);
  return new Promise((resolve) => {
    const child = execFile(`docker-credential-${name}`, ['get'], { timeout: 10_000 }, (error, stdout) => {
      if (error) return resolve(null);
      try {
        resolve(answerSchema.parse(JSON.parse(stdout)));
      } catch {
        resolve(null);
      }
    });
    child.stdin?.on('error', () => undefined); // a missing helper is told by the callback
    child.stdin?.end(registry);
  });
}
