/** Fetches the shell's terminal, which is a chunk of its own. */
export const loadShell = () => import('./Shell.tsx');
