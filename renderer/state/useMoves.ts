import { useStore } from './store.ts';

/** Changes whenever something of that name has moved. */
export const useMoves = (name: string): number => useStore((state) => state.moves[name] ?? 0);
