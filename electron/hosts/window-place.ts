/** Where the window was, and where it can be now: pure, since displays come and go between two starts. */
import { z } from 'zod';

const rectangleSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
});
export type Rectangle = z.infer<typeof rectangleSchema>;

export const windowPlaceSchema = z.object({ bounds: rectangleSchema, maximized: z.boolean(), fullScreen: z.boolean() });
/** What is remembered; `bounds` are those of the window when it is neither maximized nor full screen. */
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

export const smallest = { width: 800, height: 560 } as const;
const usual = { width: 1360, height: 860 } as const;
/** So much of the window must be on a display that a person can take hold of it. */
const graspable = { width: 120, height: 60 } as const;

export interface FirstPlace {
  /** Null: let the system choose. */
  readonly position: { readonly x: number; readonly y: number } | null;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
  readonly fullScreen: boolean;
}

/**
 * Where to open. `displays` are the work areas, the primary one first. A remembered place that no display shows any more
 * keeps its size, as far as that fits, and leaves the position to the system.
 */
export function firstPlace(remembered: WindowPlace | null, displays: readonly Rectangle[]): FirstPlace {
  const bounds = remembered?.bounds;
  const home = bounds && displays.find((display) => isGraspable(bounds, display));
  const room = home ?? displays[0];
  const fit = (wanted: number, least: number, most: number | undefined): number =>
    Math.max(least, Math.min(wanted, most ?? wanted));
  return {
    position: home && bounds ? { x: bounds.x, y: Math.max(bounds.y, home.y) } : null,
    width: fit(bounds?.width ?? usual.width, smallest.width, room?.width),
    height: fit(bounds?.height ?? usual.height, smallest.height, room?.height),
    maximized: remembered?.maximized ?? false,
    fullScreen: remembered?.fullScreen ?? false,
  };
}

/** The title bar is at the top: that part must be on the display. */
function isGraspable(bounds: Rectangle, display: Rectangle): boolean {
  const wide = Math.min(bounds.x + bounds.width, display.x + display.width) - Math.max(bounds.x, display.x);
  const fromTop = display.y + display.height - Math.max(bounds.y, display.y);
  return wide >= graspable.width && fromTop >= graspable.height && bounds.y + graspable.height > display.y;
}
