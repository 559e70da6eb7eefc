import { ActionIcon } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import type { ChosenPicture } from './chosen-pictures.ts';
import classes from './picture-tiles.module.css';

/** The pictures that were chosen, each with what is to be said of it. */
export function PictureTiles({
  pictures,
  onRemove,
}: {
  readonly pictures: readonly ChosenPicture[];
  readonly onRemove: (key: string) => void;
}) {
  const t = useTranslations('learn.pictures');
  return (
    <ul className={classes.tiles} aria-label={t('chosen')}>
      {pictures.map((picture) => (
        <li key={picture.key} className={classes.tile}>
          <div className={classes.frame}>
            {picture.size === null ? <span /> : <img src={picture.address} alt="" />}
            <ActionIcon
              className={classes.remove}
              size="lg"
              variant="filled"
              color="dark.6"
              aria-label={t('remove', { name: picture.name })}
              onClick={() => {
                onRemove(picture.key);
              }}
            >
              <IconX size={18} />
            </ActionIcon>
          </div>
          <span className={classes.name}>{picture.name}</span>
          <PictureCheck picture={picture} first={pictures[0]} />
        </li>
      ))}
    </ul>
  );
}

function PictureCheck({
  picture,
  first,
}: {
  readonly picture: ChosenPicture;
  readonly first: ChosenPicture | undefined;
}) {
  const t = useTranslations('learn.pictures.check');
  const { size, copyOf } = picture;
  if (copyOf !== null) return <Doubt>{t('copy', { name: copyOf })}</Doubt>;
  if (size === null) return <Doubt>{t('unseen')}</Doubt>;
  const usual = first?.size;
  const isOther = usual && (usual.width !== size.width || usual.height !== size.height);
  if (isOther) return <Doubt>{t('size', size)}</Doubt>;
  return (
    <span className={classes.sound}>
      <IconCircleCheck size={16} aria-hidden="true" />
      {t('sound', size)}
    </span>
  );
}

function Doubt({ children }: { readonly children: string }) {
  return (
    <span className={classes.doubt}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      {children}
    </span>
  );
}
