import { useFormatter, useTranslations } from 'use-intl';
import type { ThresholdClaim } from '../../ports/parts-api.ts';
import classes from './threshold-claim.module.css';

/** What a threshold is, and what it may claim, in words. */
export function ThresholdClaimText({ claim }: { readonly claim: ThresholdClaim }) {
  const t = useTranslations('claim');
  const format = useFormatter();
  const percent = (share: number) =>
    format.number(share, { style: 'percent', maximumSignificantDigits: 2 });
  const { threshold, provisional, falseRejectBound, pictures, morePicturesNeeded } = claim;
  return (
    <div className={classes.claim} data-tone={provisional ? 'unjudged' : 'pass'}>
      <strong>{provisional ? t('provisional') : t('holds')}</strong>
      <p>{t('bound', { bound: percent(falseRejectBound), count: pictures })}</p>
      {morePicturesNeeded > 0 && (
        <p>{t('more', { count: morePicturesNeeded, target: percent(claim.targetFalseReject) })}</p>
      )}
      <p className={classes.soft}>{t('escapes')}</p>
      {threshold !== null && (
        <p className={classes.soft}>
          {t('threshold', {
            threshold: format.number(threshold, { maximumSignificantDigits: 4 }),
          })}
        </p>
      )}
    </div>
  );
}
