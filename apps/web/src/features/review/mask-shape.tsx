import type { MaskStroke } from '../../ports/review-api.ts';
import classes from './mask-shape.module.css';

/** What was painted, in an SVG of the picture's pixels. */
export function MaskShape({ strokes }: { readonly strokes: readonly MaskStroke[] }) {
  return (
    <g className={classes.mask}>
      {strokes.map(({ width, points }) => (
        <polyline
          key={points.join(' ')}
          strokeWidth={width}
          // A point alone is a dot: a line of no length has round ends.
          points={[...points, ...points.slice(-1)]
            .map(([x, y]) => `${String(x)},${String(y)}`)
            .join(' ')}
        />
      ))}
    </g>
  );
}
