/** How forecasts and picks look: a shape and words beside the colour. */
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconEqual,
  IconGitMerge,
  IconHourglass,
  IconPencilCheck,
  type Icon,
} from '@tabler/icons-react';
import type { LanePick, PickForecast } from '../../../shared/domain/hotfix.ts';
import type { Tone } from '../tone.ts';
import { words } from './words.ts';

export interface Look {
  readonly icon: Icon;
  readonly tone: Tone;
  readonly word: string;
}

const forecastLooks: Record<PickForecast['forecast'], Look> = {
  clean: { icon: IconCircleCheck, tone: 'good', word: words.clean },
  conflict: { icon: IconAlertTriangle, tone: 'wait', word: words.conflict },
  present: { icon: IconEqual, tone: 'quiet', word: words.present },
  empty: { icon: IconCircleDashed, tone: 'quiet', word: words.empty },
};

const needsParent: Look = { icon: IconGitMerge, tone: 'wait', word: words.needsParent };

/** A merge without its parent has no forecast: it waits for the person's choice. */
export const forecastLook = (forecast: PickForecast): Look =>
  wantsParent(forecast) ? needsParent : forecastLooks[forecast.forecast];

/** Whether the side of a merge has to be chosen before anything can be told. */
export const wantsParent = ({ parents, mainline }: Pick<PickForecast, 'parents' | 'mainline'>): boolean =>
  parents > 1 && mainline === null;

export const pickLooks: Record<LanePick['state'], Look> = {
  picked: { icon: IconCircleCheckFilled, tone: 'good', word: words.picked },
  resolved: { icon: IconPencilCheck, tone: 'good', word: words.resolved },
  conflict: { icon: IconAlertTriangle, tone: 'wait', word: words.conflict },
  present: { icon: IconEqual, tone: 'quiet', word: words.present },
  empty: { icon: IconCircleDashed, tone: 'quiet', word: words.empty },
  waiting: { icon: IconHourglass, tone: 'quiet', word: words.waiting },
};
