import type { LookArea, Shape } from '../ports/parts-api.ts';
import classes from './look-outline.module.css';

/** Outlines of what is looked at, and, dashed, of what is not, in an SVG of a picture's size. */
export function LookOutline({
  area: { include, ignore },
  size,
}: {
  readonly area: LookArea;
  readonly size: { readonly width: number; readonly height: number };
}) {
  const points = (shape: Shape) =>
    shape.map(([x, y]) => `${String(x * size.width)},${String(y * size.height)}`).join(' ');
  return (
    <>
      {include !== null && <Outline points={points(include)} kind="include" />}
      {ignore.map((shape) => (
        <Outline key={points(shape)} points={points(shape)} kind="ignore" />
      ))}
    </>
  );
}

/** A line over a dark one, to be seen on every ground. */
function Outline({
  points,
  kind,
}: {
  readonly points: string;
  readonly kind: 'include' | 'ignore';
}) {
  return (
    <>
      <polygon className={classes.ground} points={points} />
      <polygon className={classes[kind]} points={points} />
    </>
  );
}
