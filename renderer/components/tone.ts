/** What a colour says. Green is quiet, amber waits for somebody, red is broken, blue moves. */
export type Tone = 'good' | 'wait' | 'bad' | 'move' | 'quiet';
