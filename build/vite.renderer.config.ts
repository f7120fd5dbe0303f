/** Bundles the renderer. The host replaces `__CSP_NONCE__` by the nonce of each response. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('../renderer'),
  base: './',
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: path('../dist/renderer'),
    emptyOutDir: true,
    target: 'chrome138',
    // A data: script or font would be against the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    // The Content-Security-Policy forbids code from strings, and Zod tries whether it may have some when the first schema
    // is made. Said where Zod looks for it, in each chunk: a script of its own could be what the network loses.
    rolldownOptions: { output: { banner: 'globalThis.__zod_globalConfig = { jitless: true };' } },
  },
});
