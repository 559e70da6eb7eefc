import { Button, Select } from '@mantine/core';
import { IconCamera, IconCameraOff } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import type { Camera } from './camera.ts';
import classes from './camera-view.module.css';

/** What a browser camera sees, or why it sees nothing. */
export function CameraView({ camera }: { readonly camera: Camera }) {
  const t = useTranslations('camera');
  const { state, video, start } = camera;
  const isOn = state === 'on';
  return (
    <div className={classes.view} data-on={isOn || undefined}>
      <video
        ref={video}
        className={classes.video}
        autoPlay
        muted
        playsInline
        aria-label={t('live')}
      />
      {!isOn && (
        <div className={classes.notice}>
          {state === 'off' || state === 'starting' ? (
            <IconCamera size={44} stroke={1.2} aria-hidden="true" />
          ) : (
            <IconCameraOff size={44} stroke={1.2} aria-hidden="true" />
          )}
          <p role={state === 'off' ? undefined : 'status'}>{t(`state.${state}`)}</p>
          {state !== 'starting' && state !== 'insecure' && (
            <Button onClick={start} leftSection={<IconCamera size={18} />}>
              {state === 'off' ? t('start') : t('again')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Which camera, where there are several. */
export function CameraSelect({ camera }: { readonly camera: Camera }) {
  const t = useTranslations('camera');
  if (camera.state !== 'on' || camera.devices.length < 2) return null;
  return (
    <Select
      aria-label={t('device')}
      value={camera.device ?? camera.devices[0]?.deviceId ?? null}
      onChange={camera.choose}
      allowDeselect={false}
      data={camera.devices.map(({ deviceId, label }, index) => ({
        value: deviceId,
        label: label === '' ? t('unnamed', { number: index + 1 }) : label,
      }))}
    />
  );
}
