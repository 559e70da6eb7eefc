import { Button, NumberInput, SegmentedControl } from '@mantine/core';
import { IconCapture } from '@tabler/icons-react';
import { useCallback, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Camera } from '../../components/camera.ts';
import { CameraSelect, CameraView } from '../../components/camera-view.tsx';
import { TorchButton } from '../../components/torch-button.tsx';
import classes from './camera-desk.module.css';
import { type TriggerMode, useTrigger } from './trigger.ts';

type OnPictures = (pictures: readonly { readonly name: string; readonly picture: Blob }[]) => void;

const MODES = ['manual', 'interval', 'motion'] as const;

/** The camera of this screen, and what sets off an inspection. */
export function CameraDesk({
  camera,
  onPictures,
}: {
  readonly camera: Camera;
  readonly onPictures: OnPictures;
}) {
  const t = useTranslations('inspect.trigger');
  const [mode, setMode] = useState<TriggerMode>('manual');
  const [seconds, setSeconds] = useState(3);
  const take = useTake(camera, onPictures);
  useTrigger(camera, { mode, seconds }, take);
  const isOn = camera.state === 'on';
  return (
    <>
      <div className={classes.view}>
        <CameraView camera={camera} />
      </div>
      <div className={classes.controls}>
        <Button
          className={classes.trigger}
          size="lg"
          disabled={!isOn}
          leftSection={<IconCapture size={24} />}
          onClick={take}
        >
          {t('now')}
        </Button>
        <SegmentedControl<TriggerMode>
          aria-label={t('label')}
          value={mode}
          onChange={setMode}
          data={MODES.map((value) => ({ value, label: t(value) }))}
        />
        {mode === 'interval' && (
          <NumberInput
            className={classes.seconds}
            aria-label={t('seconds')}
            suffix={t('secondsUnit')}
            min={1}
            max={3600}
            value={seconds}
            onChange={(value) => {
              if (typeof value === 'number' && value >= 1) setSeconds(value);
            }}
          />
        )}
        <CameraSelect camera={camera} />
        <TorchButton camera={camera} />
      </div>
      <p className={classes.hint}>{t(`hint.${mode}`)}</p>
    </>
  );
}

/** Takes a picture, unless one is being taken. */
function useTake(camera: Camera, onPictures: OnPictures): () => void {
  const isTaking = useRef(false);
  return useCallback(() => {
    const take = async () => {
      const picture = await camera.capture();
      isTaking.current = false;
      if (picture !== null) onPictures([{ name: pictureName(new Date()), picture }]);
    };
    if (isTaking.current) return;
    isTaking.current = true;
    void take();
  }, [camera, onPictures]);
}

/** A name by the time, such as `camera-2026-05-04T10-20-30-123.png`. */
function pictureName(time: Date): string {
  return `camera-${time.toISOString().slice(0, -1).replaceAll(/[:.]/g, '-')}.png`;
}
