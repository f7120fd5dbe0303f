/** What stands before the services: host names, TLS, TCP, health checks, and names that want to be more than names. */
import { execFileSync } from 'node:child_process';
import { request } from 'node:https';
import { connect } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configurationOf } from '../../../electron/haproxy/configuration.ts';
import { hostOf, type FrontedService } from '../../../shared/domain/front.ts';
import { ask, behind, frontSetting, shape, untilTrue, untilUp } from './setting.ts';

const set = await frontSetting();
const [web] = shape().services as [FrontedService];
const route = (service: string, hosts: string[] = []) => ({ hosts, service, container: 8080 });

it('leads host names to their services, whatever they are called', async () => {
  const odd = 'a.b_C$(reboot)';
  const other = hostOf(odd, 2, 1);
  await Promise.all([set.web(1), set.web(2)]);
  const { front, port } = await set.start('hosts', {
    shape: shape({
      entrances: [
        {
          port: 10001,
          mode: 'http',
          tls: false,
          routes: [route('web'), route(odd, ['-f', 'odd.example', `it's "$HOME" # \\`])],
        },
      ],
      services: [web, { ...web, service: odd }],
    }),
    backends: {
      blue: [...(behind('blue', 1).blue ?? []), { service: odd, container: 8080, hosts: [hostOf('web', 2, 1)] }],
    },
  });
  await untilUp(front);
  expect(other).toMatch(/^[a-z0-9_-]+$/);
  expect((await ask(port, { headers: { host: 'odd.example:80' } })).text).toBe('2');
  expect((await ask(port, { headers: { host: 'else.example' } })).text).toBe('1');
});

it('ends TLS with the certificate that it was given, and says so to the service', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-tls-'));
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  execFileSync(
    'openssl',
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=shop.example -keyout ${key} -out ${certificate}`.split(
      ' ',
    ),
    { stdio: 'ignore' },
  );
  const pem = readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8');
  rmSync(folder, { recursive: true });
  await set.web(1);
  const { front, port } = await set.start('tls', {
    shape: shape({ entrances: [{ port: 10001, mode: 'http', tls: true, routes: [route('web')] }] }),
    backends: behind('blue', 1),
    certificate: pem,
  });
  await untilUp(front);
  const subject = await new Promise<string>((resolve, reject) => {
    request({ host: '127.0.0.1', port, rejectUnauthorized: false, agent: false }, (response) => {
      response.resume();
      const socket = response.socket as TLSSocket;
      resolve(`${String(response.statusCode)} ${socket.getPeerCertificate().subject.CN ?? ''}`);
    })
      .on('error', reject)
      .end();
  });
  expect(subject).toBe('200 shop.example');
});

it('leads TCP that is no HTTP to the colour that serves, and lets what is open stay open', async () => {
  const says = (word: string): string => `echo 'echo ${word}; exec cat' > /says && exec nc -ll -p 8080 -e sh /says`;
  await Promise.all([set.web(61, says('one')), set.web(62, says('two'))]);
  const { front, port } = await set.start('tcp', {
    shape: shape({
      entrances: [{ port: 10001, mode: 'tcp', tls: false, routes: [route('web')] }],
      services: [{ ...web, mode: 'tcp' }],
    }),
    backends: { ...behind('blue', 61), ...behind('green', 62) },
  });
  await untilUp(front);
  const begun = await talk(port);
  expect(begun.heard()).toBe('one\n');
  await front.shift({ stable: 'green', canary: null, share: 0 });
  expect((await talk(port)).heard()).toBe('two\n');
  await begun.say('still there?\n');
  expect(begun.heard()).toBe('one\nstill there?\n');
});

/** A connection that said something. */
async function talk(port: number): Promise<{ heard(): string; say(text: string): Promise<void> }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  const next = (): Promise<void> =>
    new Promise((resolve, reject) => {
      socket.once('data', () => resolve()).once('error', reject);
    });
  socket.on('data', (piece) => (text += piece.toString()));
  await next();
  return {
    heard: () => text,
    say: async (line) => {
      const answered = next();
      socket.write(line);
      await answered;
    },
  };
}

it('asks for the path that it was given, and leaves out what does not answer well', async () => {
  await Promise.all([
    set.web(1),
    set.web(71, 'mkdir -p /www && echo fine > /www/ok && echo 71 > /www/index.html && exec httpd -f -p 8080 -h /www'),
  ]);
  const { front, port } = await set.start('check', {
    shape: shape({ services: [{ ...web, checkPath: '/ok' }] }),
    backends: behind('blue', 1, 71),
  });
  await untilTrue(async () => {
    const slots = (await front.state()).backends.flatMap((one) => one.slots);
    return (
      slots.some((slot) => slot.up && slot.check === 'L7OK') && slots.some((slot) => !slot.up && slot.check === 'L7STS')
    );
  });
  for (let round = 0; round < 5; round += 1) expect((await ask(port)).text).toBe('71');
});

it('refuses text that would be a line of its own', () => {
  const hosts = ['shop.example\n  server evil 1.2.3.4'];
  const hostile = shape({ entrances: [{ port: 1, mode: 'http', tls: false, routes: [{ ...route('web'), hosts }] }] });
  expect(() => configurationOf(hostile, {})).toThrow('cannot be said to the load balancer');
});
