import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ChosenPicture } from '../chosen-pictures.ts';
import { isWhole } from './look-shapes.ts';
import classes from './region-editor.module.css';
import { RegionEditor, RegionInvitation } from './region-editor.tsx';
import type { Region } from './region.ts';

/** Where to look, for whoever does not want to look everywhere. */
export function RegionStep({
  pictures,
  region,
  isDisabled,
}: {
  readonly pictures: readonly ChosenPicture[];
  readonly region: Region;
  readonly isDisabled: boolean;
}) {
  const t = useTranslations('learn.region');
  const [isOpen, setOpen] = useState(false);
  const [first, ...others] = pictures.filter(({ size }) => size !== null);
  const isDrawn = !isWhole(region.area);
  return (
    <>
      <p className={classes.hint}>{t('hint')}</p>
      {first === undefined && (
        <p className={classes.hint}>{t(isDrawn ? 'keptUnseen' : 'unseen')}</p>
      )}
      {first !== undefined && !isOpen && !isDrawn && (
        <RegionInvitation
          onBegin={() => {
            setOpen(true);
          }}
        />
      )}
      {first !== undefined && (isOpen || isDrawn) && (
        <RegionEditor pictures={[first, ...others]} region={region} isDisabled={isDisabled} />
      )}
    </>
  );
}
