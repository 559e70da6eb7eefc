import { Radio, SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { LearnSettings } from '../../ports/parts-api.ts';
import { PlaceSettings } from './place-settings.tsx';
import classes from './learn-settings.module.css';

const POSES = ['auto', 'fixed', 'small', 'right-angles', 'free'] as const;
const PRESETS = ['fast', 'balanced', 'accurate'] as const;
const LIGHTS = ['none', 'grey-world', 'even', 'invariant'] as const;

/** What of learning is chosen here. */
export type HowToLearn = Omit<LearnSettings, 'lookArea'>;

/** How a part is learned: how it lies, how much time a picture may take, and what is done about light. */
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
      <Choice
        name="preset"
        values={PRESETS}
        value={settings.preset}
        onChange={(preset) => {
          onChange({ ...settings, preset });
        }}
      />
      <Choice
        name="light"
        values={LIGHTS}
        value={settings.light}
        onChange={(light) => {
          onChange({ ...settings, light });
        }}
      />
      <PlaceSettings
        foreground={settings.foreground}
        alignment={settings.alignment}
        onForeground={(foreground) => {
          onChange({ ...settings, foreground });
        }}
        onAlignment={(alignment) => {
          onChange({ ...settings, alignment });
        }}
      />
    </>
  );
}

/** One of a few values, with what the chosen one means. */
function Choice<V extends string>({
  name,
  values,
  value,
  onChange,
}: {
  /** Of the setting, in the catalogue. */
  readonly name: 'preset' | 'light';
  readonly values: readonly V[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}) {
  const t = useTranslations('learn.settings');
  const textOf = (one: V, what: 'title' | 'text'): string =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the catalogue has both of each value
    t(`${name}.${one}.${what}` as 'preset.fast.title');
  return (
    <div className={classes.preset}>
      <span id={`${name}-label`} className={classes.label}>
        {t(`${name}.label`)}
      </span>
      <SegmentedControl
        aria-labelledby={`${name}-label`}
        classNames={{ root: classes.choices, label: classes.choice }}
        value={value}
        onChange={onChange}
        data={values.map((one) => ({ value: one, label: textOf(one, 'title') }))}
      />
      <span className={classes.text}>{textOf(value, 'text')}</span>
    </div>
  );
}
