/** The front as a service that an engine can run: its command, and the files that it starts with. */
import { frontServiceName, type Backends, type FrontShape, type Traffic } from '../../shared/domain/front.ts';
import type { FileToCopy, Service } from '../../shared/domain/service.ts';
import { configurationOf, trafficMap } from './configuration.ts';
import { certificateFile, configurationFile, trafficFile } from './names.ts';

/** `certificate` is the name of the secret that holds certificate and key, where an entrance ends TLS. */
export function frontService(
  shape: FrontShape,
  backends: Backends,
  traffic: Traffic,
  certificate: string | null = null,
): Service {
  const file = (target: string, source: FileToCopy['source']): FileToCopy => ({
    target,
    source,
    mode: 0o644,
    uid: 0,
    gid: 0,
  });
  return {
    name: frontServiceName,
    build: null,
    image: null,
    // Whatever the image would run by itself.
    entrypoint: ['haproxy', '-db', '-f', configurationFile],
    command: [],
    environment: {},
    ports: [],
    expose: [],
    mounts: [],
    files: [
      file(configurationFile, { type: 'inline', content: configurationOf(shape, backends) }),
      file(trafficFile, { type: 'inline', content: trafficMap(traffic) }),
      ...(certificate === null ? [] : [file(certificateFile, { type: 'secret', name: certificate })]),
    ],
    networks: [],
    dependsOn: {},
    healthcheck: null,
    labels: {},
    restart: { policy: 'always', maxRetries: 0 },
    user: null,
    workingDirectory: null,
    hostname: null,
    // A front that goes is one that another takes the place of: what it waits for, the other one's start waits for.
    stopGracePeriodMs: 1000,
    stopSignal: 'SIGTERM',
    init: true,
    readOnly: false,
    tty: false,
    capDrop: [],
    replicas: 1,
    resources: { cpus: null, memoryBytes: null, memoryReservationBytes: null, pids: null },
  };
}

/** The same container, to say only whether it could start: it ends at once, and prints why not. */
export const onlyChecking = (front: Service): Service => ({
  ...front,
  entrypoint: ['haproxy', '-c', '-f', configurationFile],
  restart: { policy: 'no', maxRetries: 0 },
});
