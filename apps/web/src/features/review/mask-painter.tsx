import { type PointerEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { MaskStroke } from '../../ports/review-api.ts';
import { extended } from './mask-stroke.ts';
import classes from './mask-painter.module.css';
import { MaskShape } from './mask-shape.tsx';

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A picture that is painted on, by mouse, pen or finger.
 *
 * @param brush - Width of the brush, share of the picture's longer side.
 */
export function MaskPainter({
  picture,
  strokes,
  brush,
  onChange,
}: {
  readonly picture: string;
  readonly strokes: readonly MaskStroke[];
  readonly brush: number;
  readonly onChange: (strokes: readonly MaskStroke[]) => void;
}) {
  const t = useTranslations('review.defect');
  const [size, setSize] = useState<Size | null>(null);
  const [stroke, setStroke] = useState<MaskStroke | null>(null);
  const begin = (event: PointerEvent<SVGSVGElement>) => {
    if (size === null || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const width = brush * Math.max(size.width, size.height);
    setStroke({ width, points: [placeOf(event)] });
  };
  const end = () => {
    if (stroke !== null) onChange([...strokes, stroke]);
    setStroke(null);
  };
  return (
    <div className={classes.frame}>
      <img
        className={classes.picture}
        src={picture}
        alt={t('picture')}
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
          setSize({ width: naturalWidth, height: naturalHeight });
        }}
      />
      {size !== null && (
        <svg
          className={classes.layer}
          viewBox={`0 0 ${String(size.width)} ${String(size.height)}`}
          role="img"
          aria-label={t('painted', { count: strokes.length })}
          onPointerDown={begin}
          onPointerMove={(event) => {
            if (stroke !== null) setStroke(extended(stroke, placeOf(event)));
          }}
          onPointerUp={end}
          onPointerCancel={end}
        >
          <MaskShape strokes={stroke === null ? strokes : [...strokes, stroke]} />
        </svg>
      )}
    </div>
  );
}

/** Where a pointer is, pixels of the picture. */
function placeOf({
  currentTarget,
  clientX,
  clientY,
}: PointerEvent<SVGSVGElement>): readonly [number, number] {
  const matrix = currentTarget.getScreenCTM();
  if (matrix === null) return [0, 0];
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
}
