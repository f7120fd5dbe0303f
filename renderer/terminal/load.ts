/** Fetches the terminal, which is a chunk of its own: few who open a window look at the output of a stage. */
export const loadTerminal = () => import('./Terminal.tsx');
