/** The real engine process around a face of a few calls: what `headless.ts` is with the composed engine. */
import { runEngineProcess } from '../../../electron/hosts/engine-main.ts';
import { engineInfo, fakeFace } from './fake-face.ts';

await runEngineProcess(process.argv.slice(2), {
  version: '0.1.0',
  renderer: '/nonexistent',
  compose: async ({ environment }) => {
    if (environment.TEST_FAIL_TO_COMPOSE) throw new Error('the store is damaged');
    return {
      face: fakeFace({
        'engine.info': (_input, caller) => engineInfo({ user: `${caller.by} by ${caller.face}` }),
        'engine.folders': () => new Promise(() => undefined),
        'project.forget': () => {
          setImmediate(() => {
            throw new Error('a fault');
          });
          return {};
        },
      }),
      deliver: () => Promise.resolve('refused'),
      serve: () => console.error('fake engine serves'),
      busy: () => environment.TEST_BUSY === '1',
      close: async () => console.error('fake engine closed'),
    };
  },
});
