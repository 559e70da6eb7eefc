import { Radio, SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { LearnSettings } from '../../ports/parts-api.ts';
import classes from './learn-settings.module.css';

const POSES = ['auto', 'fixed', 'small', 'right-angles', 'free'] as const;
const PRESETS = ['fast', 'balanced', 'accurate'] as const;

/** What of learning is chosen here. */
export type HowToLearn = Omit<LearnSettings, 'lookArea'>;

/** How a part is learned: how it lies, and how much time a picture may take. */
export function LearnSettingsForm({
  settings,
  onChange,
}: {
  readonly settings: HowToLearn;
  readonly onChange: (settings: HowToLearn) => void;
}) {
  const t = useTranslations('learn.settings');
  return (
    <>
      <Radio.Group
        label={t('pose.label')}
        value={settings.pose}
        onChange={(pose) => {
          const chosen = POSES.find((one) => one === pose);
          if (chosen !== undefined) onChange({ ...settings, pose: chosen });
        }}
      >
        <div className={classes.choices}>
          {POSES.map((pose) => (
            <Radio.Card key={pose} value={pose} className={classes.choice}>
              <Radio.Indicator />
              <span>
                <strong>{t(`pose.${pose}.title`)}</strong>
                <span>{t(`pose.${pose}.text`)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <div className={classes.preset}>
        <span id="preset-label" className={classes.label}>
          {t('preset.label')}
        </span>
        <SegmentedControl
          aria-labelledby="preset-label"
          value={settings.preset}
          onChange={(preset) => {
            onChange({ ...settings, preset });
          }}
          data={PRESETS.map((value) => ({ value, label: t(`preset.${value}.title`) }))}
        />
        <span className={classes.text}>{t(`preset.${settings.preset}.text`)}</span>
      </div>
    </>
  );
}
