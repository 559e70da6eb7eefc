import { type PointerEvent, useState } from 'react';
import type { Corner, Shape } from '../../../ports/parts-api.ts';
import { isDrawn, rectangleBetween } from './look-shapes.ts';

/** What is drawn next. */
export interface Tool {
  readonly kind: 'include' | 'ignore';
  readonly form: 'rectangle' | 'polygon';
}

/** A shape that is being drawn. */
export interface Drawing {
  /** As it would be if it ended here; empty while nothing is drawn. */
  readonly shape: Shape;
  /** Corners of a polygon that were set. */
  readonly corners: readonly Corner[];
  readonly down: (event: PointerEvent) => void;
  readonly move: (event: PointerEvent) => void;
  readonly up: () => void;
  /** Forgets it. */
  readonly drop: () => void;
  /** Takes the last corner of a polygon back. */
  readonly back: () => void;
  /** Ends a polygon. */
  readonly close: () => void;
}

/** Pixels of the screen within which a polygon ends at its first corner, or at its last by a second click. */
const NEAR = 14;

/** Draws by mouse, pen or finger: a rectangle by dragging, a polygon corner by corner. */
export function useDrawing({ form }: Pick<Tool, 'form'>, onDrawn: (shape: Shape) => void): Drawing {
  const [corners, setCorners] = useState<readonly Corner[]>([]);
  const [place, setPlace] = useState<Corner | null>(null);
  const drop = () => {
    setCorners([]);
    setPlace(null);
  };
  const [start] = corners;
  const rectangle = start !== undefined && place !== null ? rectangleBetween(start, place) : [];
  const polygon = place === null ? corners : [...corners, place];
  const end = (shape: Shape) => {
    drop();
    if (isDrawn(shape)) onDrawn(shape);
  };
  return {
    shape: form === 'rectangle' ? rectangle : corners.length === 0 ? [] : polygon,
    corners: form === 'polygon' ? corners : [],
    down: (event) => {
      if (event.button !== 0) return;
      const here = placeOf(event);
      if (form === 'rectangle') {
        event.currentTarget.setPointerCapture(event.pointerId);
        setCorners([here]);
        setPlace(here);
        return;
      }
      const ends = [start, corners.at(-1)].filter((corner) => corner !== undefined);
      const isAtEnd = ends.some((corner) => isNear(event, corner, here));
      if (!isAtEnd) setCorners([...corners, here]);
      else if (corners.length > 2) end(corners);
    },
    move: (event) => {
      if (corners.length > 0) setPlace(placeOf(event));
    },
    up: () => {
      if (form === 'rectangle' && corners.length > 0) end(rectangle);
    },
    drop,
    back: () => {
      setCorners(corners.slice(0, -1));
      setPlace(null);
    },
    close: () => {
      end(corners);
    },
  };
}

/** Where a pointer is, in shares of what it is over; within it. */
function placeOf({
  currentTarget,
  clientX,
  clientY,
}: Pick<PointerEvent, 'currentTarget' | 'clientX' | 'clientY'>): Corner {
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return [shareOf(clientX - left, width), shareOf(clientY - top, height)];
}

function shareOf(at: number, side: number): number {
  return Math.min(Math.max(at / side, 0), 1);
}

function isNear({ currentTarget }: PointerEvent, [x, y]: Corner, here: Corner): boolean {
  const { width, height } = currentTarget.getBoundingClientRect();
  return Math.hypot((x - here[0]) * width, (y - here[1]) * height) < NEAR;
}
