import { IconPhotoOff } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import classes from './picture.module.css';

/** A small picture that goes with text; says so where it is no longer kept. */
export function Picture({ address }: { readonly address: string | null }) {
  const t = useTranslations('overlay');
  if (address === null) {
    return (
      <span className={classes.none} title={t('removed')}>
        <IconPhotoOff size={20} stroke={1.5} aria-hidden="true" />
      </span>
    );
  }
  return <img className={classes.picture} src={address} alt="" loading="lazy" decoding="async" />;
}
