// The Content-Security-Policy forbids code from strings, and Zod tries whether it may have some when the first schema is
// made. Bundled modules run in the order of their chunks, so this is said before any of them, where Zod looks for it.
globalThis.__zod_globalConfig = { jitless: true };
