import { IconArrowsMove } from '@tabler/icons-react';
import { type KeyboardEvent, useRef } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Corner, Shape } from '../../../ports/parts-api.ts';
import { middleOf, moved, withCorner, withCornerAfter, withoutCorner } from './look-shapes.ts';
import classes from './shape-handles.module.css';

/** Shares of the picture that an arrow key moves by, with Shift and without. */
const STEP = { far: 0.05, near: 0.01 };

const ARROWS: Readonly<Record<string, Corner>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Handled {
  readonly shape: Shape;
  /** What it is called, such as `Region`. */
  readonly name: string;
  readonly isDisabled: boolean;
  /** While it is dragged. */
  readonly onPreview: (shape: Shape) => void;
  readonly onChange: (shape: Shape) => void;
  readonly onRemove: () => void;
}

/** What a shape is changed by, with a pointer or with arrow keys: its corners, and its middle. */
export function ShapeHandles(props: Handled) {
  const t = useTranslations('learn.region');
  const format = useFormatter();
  const { shape, name, onChange, onRemove } = props;
  const place = ([x, y]: Corner) => ({
    x: format.number(x, { style: 'percent' }),
    y: format.number(y, { style: 'percent' }),
  });
  return (
    <>
      {shape.map((corner, index) => (
        <Handle
          // oxlint-disable-next-line react/no-array-index-key -- a corner is its number: it keeps the focus as it moves
          key={index}
          {...props}
          at={corner}
          label={t('corner', { name, number: index + 1, ...place(corner) })}
          moveTo={(to) => withCorner(shape, index, to)}
          onKey={(key) => {
            if (key === '+') onChange(withCornerAfter(shape, index));
            else if (key === 'Delete') onChange(withoutCorner(shape, index));
          }}
        />
      ))}
      <Handle
        {...props}
        at={middleOf(shape)}
        isMiddle
        label={t('middle', { name, ...place(middleOf(shape)) })}
        moveTo={([x, y]) => {
          const [fromX, fromY] = middleOf(shape);
          return moved(shape, [x - fromX, y - fromY]);
        }}
        onKey={(key) => {
          if (key === 'Delete') onRemove();
        }}
      />
    </>
  );
}

function Handle({
  at: [x, y],
  isMiddle = false,
  label,
  isDisabled,
  moveTo,
  onPreview,
  onChange,
  onKey,
}: Pick<Handled, 'isDisabled' | 'onPreview' | 'onChange'> & {
  readonly at: Corner;
  readonly isMiddle?: boolean;
  readonly label: string;
  /** The shape with the handle elsewhere. */
  readonly moveTo: (to: Corner) => Shape;
  readonly onKey: (key: string) => void;
}) {
  const dragged = useRef<Shape | null>(null);
  const press = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined) {
      onKey(event.key === 'Backspace' ? 'Delete' : event.key);
      return;
    }
    event.preventDefault();
    const step = event.shiftKey ? STEP.far : STEP.near;
    onChange(moveTo([x + arrow[0] * step, y + arrow[1] * step]));
  };
  const end = () => {
    if (dragged.current !== null) onChange(dragged.current);
    dragged.current = null;
  };
  return (
    <button
      type="button"
      className={classes.handle}
      data-middle={isMiddle || undefined}
      style={{ left: `${String(x * 100)}%`, top: `${String(y * 100)}%` }}
      aria-label={label}
      disabled={isDisabled}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const { currentTarget, pointerId, clientX, clientY } = event;
        const frame = currentTarget.parentElement;
        if (frame === null || !currentTarget.hasPointerCapture(pointerId)) return;
        const { left, top, width, height } = frame.getBoundingClientRect();
        dragged.current = moveTo([(clientX - left) / width, (clientY - top) / height]);
        onPreview(dragged.current);
      }}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {isMiddle && <IconArrowsMove size={16} aria-hidden="true" />}
    </button>
  );
}
