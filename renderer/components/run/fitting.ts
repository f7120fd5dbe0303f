/** How much is said of each stage where they stand in one line of so many pixels. */
import type { Stage } from '../../../shared/domain/run.ts';
import { stageTitle } from './words.ts';

/** Of a mark with the line that leads to it, and of a character; a time has seven of them at most. */
const markPixels = 44;
const characterPixels = 8;
const timeCharacters = 7;
const longestName = 18;

/** Names and times where both fit, then names alone, then marks alone. */
export function fitting(stages: readonly Stage[], pixels: number): { named: boolean; timeless: boolean } {
  const names = stages.reduce(
    (sum, stage) => sum + markPixels + characterPixels * Math.min(stageTitle(stage).length, longestName),
    0,
  );
  const times = stages.length * characterPixels * timeCharacters;
  return { named: names <= pixels, timeless: names + times > pixels };
}
