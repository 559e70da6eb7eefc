import { NumberInput, Switch } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { AlignmentLimits } from '../../ports/parts-api.ts';
import classes from './learn-settings.module.css';

const NO_LIMITS: AlignmentLimits = { maxAngle: null, maxOffset: null };

/** Where the part lies: whether that is found in the golden samples, and told of each picture. */
export function PlaceSettings({
  foreground,
  alignment,
  onForeground,
  onAlignment,
}: {
  readonly foreground: boolean;
  /** Null where it is not told. */
  readonly alignment: AlignmentLimits | null;
  readonly onForeground: (foreground: boolean) => void;
  readonly onAlignment: (alignment: AlignmentLimits | null) => void;
}) {
  const t = useTranslations('learn.settings');
  return (
    <>
      <Switch
        label={t('foreground.label')}
        description={t('foreground.text')}
        checked={foreground}
        onChange={({ currentTarget }) => {
          onForeground(currentTarget.checked);
        }}
      />
      <Switch
        label={t('alignment.label')}
        description={t('alignment.text')}
        checked={alignment !== null}
        onChange={({ currentTarget }) => {
          onAlignment(currentTarget.checked ? NO_LIMITS : null);
        }}
      />
      {alignment !== null && <Limits limits={alignment} onChange={onAlignment} />}
    </>
  );
}

function Limits({
  limits,
  onChange,
}: {
  readonly limits: AlignmentLimits;
  readonly onChange: (limits: AlignmentLimits) => void;
}) {
  const t = useTranslations('learn.settings.alignment');
  const { maxAngle, maxOffset } = limits;
  return (
    <div className={classes.limits}>
      <NumberInput
        label={t('maxAngle')}
        placeholder={t('any')}
        min={0}
        max={180}
        suffix="°"
        value={maxAngle ?? ''}
        onChange={(value) => {
          onChange({ ...limits, maxAngle: limitOf(value) });
        }}
      />
      <NumberInput
        label={t('maxOffset')}
        placeholder={t('any')}
        min={0}
        suffix=" px"
        value={maxOffset ?? ''}
        onChange={(value) => {
          onChange({ ...limits, maxOffset: limitOf(value) });
        }}
      />
    </div>
  );
}

/** A number that was entered; null where the field is empty. */
function limitOf(value: number | string): number | null {
  return typeof value === 'number' ? value : null;
}
