import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { inDependencyOrder } from '../../../shared/domain/naming.ts';
import { read } from './read.ts';

const fixture = (name: string) => readFile(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

describe('files as teams write them', () => {
  it('a web application with worker, migration, proxy, database and cache', async () => {
    const files = { 'docker/app.Dockerfile': 'FROM ruby', 'docker/app.env': 'LOG_LEVEL=info\n' };
    const { application, problems, notices } = read(await fixture('rails.yaml'), { files });
    expect(problems).toEqual([]);
    expect(notices.filter((notice) => !notice.includes('is healthy'))).toEqual([
      'compose.yaml:2:1: "version" is ignored: it is obsolete',
    ]);
    const services = application!.services;
    expect(inDependencyOrder(services).map(({ name }) => name)).toEqual([
      'db',
      'cache',
      'migrate',
      'app',
      'worker',
      'proxy',
    ]);
    expect(services.find(({ name }) => name === 'app')).toMatchObject({
      build: { dockerfile: 'docker/app.Dockerfile', args: { RUBY_VERSION: '3.4' }, target: 'production' },
      command: ['bundle', 'exec', 'puma', '-C', 'config/puma.rb', '-b', 'tcp://0.0.0.0:3000'],
      environment: { LOG_LEVEL: 'info', RAILS_ENV: 'production', WEB_CONCURRENCY: '2' },
      networks: [
        { name: 'back', aliases: ['app'] },
        { name: 'front', aliases: ['app', 'upstream'] },
      ],
      replicas: 2,
      resources: { cpus: 0.75, memoryBytes: 512 * 1024 ** 2 },
      files: [{ target: '/run/secrets/master_key', source: { type: 'secret', name: 'RAILS_MASTER_KEY' } }],
    });
    expect(services.find(({ name }) => name === 'cache')?.command).toEqual([
      'redis-server',
      '--save',
      '',
      '--appendonly',
      'no',
    ]);
    expect(application!.networks).toEqual([
      { name: 'back', internal: true, labels: {} },
      { name: 'front', internal: false, labels: {} },
    ]);
  });

  it('a monitoring agent that reaches into the host', async () => {
    const { application, problems } = read(await fixture('monitoring.yaml'));
    expect(application).toBeNull();
    expect(
      problems.map(({ details }) => details['line']).toSorted((left, right) => Number(left) - Number(right)),
    ).toEqual([5, 6, 7, 8, 11, 12, 14, 20, 21, 26]);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['usage.compose-unsupported']));
  });
});
