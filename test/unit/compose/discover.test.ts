import { describe, expect, it } from 'vitest';
import { discover, exposedPortOf } from '../../../shared/compose/discover.ts';

describe('the port that a Dockerfile offers', () => {
  it.each([
    ['EXPOSE 80/tcp', 80],
    ['EXPOSE 8080 9090', 8080],
    ['ENV PORT=8000\nEXPOSE $PORT', 8000],
    ['ARG P=3\nENV A=1 WEB=90\nEXPOSE ${WEB}', 90],
    ['EXPOSE ${X:-77}', 77],
    ['ENV PORT 5000\n# EXPOSE $PORT', 5000],
    ['FROM scratch', null],
    ['EXPOSE $UNKNOWN', null],
    ['EXPOSE 99999', null],
  ])('%j is %j', (dockerfile, port) => {
    expect(exposedPortOf(dockerfile)).toBe(port);
  });

  it('belongs to the services that are built from it, not to those with a Dockerfile of their own', () => {
    const compose =
      'services:\n  web: { build: . }\n  api: { build: api }\n  jobs: { build: { context: ., dockerfile: Jobs } }\n';
    const { services } = discover(
      new Map([
        ['compose.yaml', compose],
        ['Dockerfile', 'EXPOSE 8080'],
      ]),
    );
    expect(services.map(({ name, port }) => [name, port])).toEqual([
      ['web', 8080],
      ['api', null],
      ['jobs', null],
    ]);
  });
});
