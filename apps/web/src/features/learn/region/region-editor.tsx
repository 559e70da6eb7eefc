import { Button, CloseButton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChosenPicture } from '../chosen-pictures.ts';
import { type Tool, useDrawing } from './drawing.ts';
import { isRectangle, shapesOf, withoutShape, withShape } from './look-shapes.ts';
import { RegionCanvas, useShapeName } from './region-canvas.tsx';
import classes from './region-editor.module.css';
import { RegionTools } from './region-tools.tsx';
import type { Region } from './region.ts';

/** Draws where to look, over the golden samples. */
export function RegionEditor({
  pictures,
  region,
  isDisabled,
}: {
  /** Those that can be shown, one at least. */
  readonly pictures: readonly [ChosenPicture, ...ChosenPicture[]];
  readonly region: Region;
  readonly isDisabled: boolean;
}) {
  const t = useTranslations('learn.region');
  const [tool, setTool] = useState<Tool>({ kind: 'include', form: 'rectangle' });
  const [key, setKey] = useState('');
  const drawing = useDrawing(tool, (shape) => {
    region.set(withShape(region.area, tool.kind, shape));
  });
  useHotkeys([['Escape', drawing.drop]]);
  const picture = pictures.find((one) => one.key === key) ?? pictures[0];
  return (
    <div className={classes.editor}>
      <RegionTools tool={tool} region={region} drawing={drawing} onTool={setTool} />
      <p className={classes.hint} role="status">
        {t(`how.${tool.form}`)}
      </p>
      <RegionCanvas
        picture={picture}
        area={region.area}
        tool={tool}
        drawing={drawing}
        isDisabled={isDisabled}
        onChange={region.set}
      />
      {pictures.length > 1 && <PictureFlip pictures={pictures} shown={picture} onShow={setKey} />}
      <p className={classes.hint}>{t('keys')}</p>
      <ShapeList region={region} />
    </div>
  );
}

/** Which of the golden samples lies below: what is drawn has to hold for each. */
function PictureFlip({
  pictures,
  shown,
  onShow,
}: {
  readonly pictures: readonly ChosenPicture[];
  readonly shown: ChosenPicture;
  readonly onShow: (key: string) => void;
}) {
  const t = useTranslations('learn.region');
  return (
    <ul className={classes.flip} aria-label={t('below')}>
      {pictures.map(({ key, name, address }) => (
        <li key={key}>
          <button
            type="button"
            className={classes.thumbnail}
            aria-label={t('show', { name })}
            aria-pressed={key === shown.key}
            onClick={() => {
              onShow(key);
            }}
          >
            <img src={address} alt="" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function ShapeList({ region: { area, inherited, set } }: { readonly region: Region }) {
  const t = useTranslations('learn.region');
  const shapeName = useShapeName();
  const shapes = shapesOf(area);
  return (
    <>
      {shapes.length > 0 && (
        <ul className={classes.shapes} aria-label={t('shapes')}>
          {shapes.map(({ key, shape }) => (
            <li key={key}>
              <span className={classes.sign} data-kind={key === 'include' ? 'include' : 'ignore'} />
              {isRectangle(shape)
                ? t('rectangle', { name: shapeName(key) })
                : t('polygon', { name: shapeName(key), corners: shape.length })}
              <CloseButton
                aria-label={t('remove', { name: shapeName(key) })}
                onClick={() => {
                  set(withoutShape(area, key));
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {inherited?.hasMask === true && <p className={classes.doubt}>{t('mask')}</p>}
    </>
  );
}

/** Where nothing is drawn yet: that it can be. */
export function RegionInvitation({ onBegin }: { readonly onBegin: () => void }) {
  const t = useTranslations('learn.region');
  return (
    <Button className={classes.begin} variant="default" onClick={onBegin}>
      {t('begin')}
    </Button>
  );
}
