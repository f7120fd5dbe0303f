/** A handle between two panes: dragged by the pointer, moved by the arrow keys. */
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';

interface ResizerOptions {
  readonly size: number;
  readonly least: number;
  readonly most: number;
  /** The pane lies after the handle: dragging towards the start of the axis makes it bigger. */
  readonly axis: 'x' | 'y';
  readonly resize: (size: number) => void;
  readonly label: string;
}

const keyStep = 24;

/** Properties for the element that is the handle. */
export function useResizer({ size, least, most, axis, resize, label }: ResizerOptions) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const within = (wanted: number) => Math.round(Math.min(most, Math.max(least, wanted)));
  const at = (event: PointerEvent) => (axis === 'x' ? event.clientX : event.clientY);
  return {
    role: 'separator',
    tabIndex: 0,
    'aria-label': label,
    'aria-orientation': axis === 'x' ? 'vertical' : 'horizontal',
    'aria-valuenow': size,
    'aria-valuemin': least,
    'aria-valuemax': most,
    onPointerDown(event: PointerEvent<HTMLElement>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { at: at(event), size };
    },
    onPointerMove(event: PointerEvent) {
      if (start.current) resize(within(start.current.size + start.current.at - at(event)));
    },
    onPointerUp() {
      start.current = null;
    },
    onKeyDown(event: KeyboardEvent) {
      const [bigger, smaller] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
      if (event.key !== bigger && event.key !== smaller) return;
      event.preventDefault();
      event.stopPropagation();
      resize(within(size + (event.key === bigger ? keyStep : -keyStep)));
    },
  } as const;
}
