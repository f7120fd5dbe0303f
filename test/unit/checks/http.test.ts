import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { CheckContext } from '../../../electron/checks/index.ts';
import { http } from '../../../electron/checks/http.ts';
import { serviceOf } from '../../fixtures/engine/service.ts';

it('asks the container, also where the path could be read as another host', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('well');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: host } = server.address() as AddressInfo;
  const binding = { service: 'web', container: 80, protocol: 'tcp', hostAddress: '', host };
  const context = {
    containers: [{ name: 'web-1', service: serviceOf({ name: 'web' }), networks: [], bindings: [binding] }],
    front: null,
    mask: (text: string) => text,
    signal: new AbortController().signal,
  } as unknown as CheckContext;
  const check = { kind: 'http', name: 'web', service: 'web', port: 80, status: null, contains: null } as const;
  try {
    for (const path of ['//127.0.0.1:9/x', '/\\127.0.0.1:9/x'])
      expect(await http.run({ ...check, path, withinMs: 2000 }, context)).toMatchObject([{ verdict: 'passed' }]);
    expect(asked).toEqual(['//127.0.0.1:9/x', '//127.0.0.1:9/x']);
  } finally {
    server.close();
  }
});
