import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { LookOutline } from '../../../components/look-outline.tsx';
import type { LookArea, Shape } from '../../../ports/parts-api.ts';
import type { ChosenPicture } from '../chosen-pictures.ts';
import type { Drawing, Tool } from './drawing.ts';
import { type ShapeKey, shapesOf, withoutShape, withReplaced, withShape } from './look-shapes.ts';
import classes from './region-canvas.module.css';
import { ShapeHandles } from './shape-handles.tsx';

/** Shares of the picture's sides. */
const SIZE = { width: 1, height: 1 };

/** A shape that is dragged, as it would be if it was let go. */
interface Preview {
  readonly key: ShapeKey;
  readonly shape: Shape;
}

/** A picture on which shapes are drawn and changed. */
export function RegionCanvas({
  picture: { name, address, size },
  area,
  tool,
  drawing,
  isDisabled,
  onChange,
}: {
  readonly picture: ChosenPicture;
  readonly area: LookArea;
  readonly tool: Tool;
  readonly drawing: Drawing;
  readonly isDisabled: boolean;
  readonly onChange: (area: LookArea) => void;
}) {
  const t = useTranslations('learn.region');
  const shapeName = useShapeName();
  const [preview, setPreview] = useState<Preview | null>(null);
  const ratio = size === null ? 1 : size.width / size.height;
  const dragged = preview === null ? area : withReplaced(area, preview.key, preview.shape);
  const seen = drawing.shape.length === 0 ? dragged : withShape(dragged, tool.kind, drawing.shape);
  return (
    <div
      className={classes.frame}
      style={{ aspectRatio: ratio, maxInlineSize: `${String(Math.round(64 * ratio))}dvh` }}
    >
      <img className={classes.layer} src={address} alt={t('picture', { name })} draggable={false} />
      <Shapes area={seen} drawing={isDisabled ? null : drawing} />
      {drawing.shape.length === 0 &&
        shapesOf(dragged).map(({ key, shape }) => (
          <ShapeHandles
            key={key}
            shape={shape}
            name={shapeName(key)}
            isDisabled={isDisabled}
            onPreview={(to) => {
              setPreview({ key, shape: to });
            }}
            onChange={(to) => {
              setPreview(null);
              onChange(withReplaced(area, key, to));
            }}
            onRemove={() => {
              onChange(withoutShape(area, key));
            }}
          />
        ))}
    </div>
  );
}

/** What is looked at, the rest shaded. */
function Shapes({
  area,
  drawing,
}: {
  readonly area: LookArea;
  /** Null where nothing can be drawn. */
  readonly drawing: Drawing | null;
}) {
  return (
    <svg
      className={classes.layer}
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
      data-drawable={drawing !== null || undefined}
      aria-hidden="true"
      {...(drawing !== null && {
        onPointerDown: drawing.down,
        onPointerMove: drawing.move,
        onPointerUp: drawing.up,
        onPointerCancel: drawing.drop,
      })}
    >
      <path className={classes.shade} fillRule="evenodd" d={unlooked(area)} />
      {area.ignore.map((shape) => (
        <path key={pathOf(shape)} className={classes.shade} d={pathOf(shape)} />
      ))}
      <LookOutline area={area} size={SIZE} />
    </svg>
  );
}

/** What a shape is called. */
export function useShapeName(): (key: ShapeKey) => string {
  const t = useTranslations('learn.region');
  return (key) => (key === 'include' ? t('included') : t('ignored', { number: key + 1 }));
}

/** All but the shape that is looked at; nothing where that is all. */
function unlooked({ include }: LookArea): string {
  return include === null ? '' : `M0 0H1V1H0Z${pathOf(include)}`;
}

function pathOf(shape: Shape): string {
  return `M${shape.map((corner) => corner.join(' ')).join('L')}Z`;
}
