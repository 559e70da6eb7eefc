import { ActionIcon } from '@mantine/core';
import { IconBulb, IconBulbOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Camera } from './camera.ts';

/** The lamp beside a phone's camera, on or off; nothing where there is none. */
export function TorchButton({ camera: { state, video } }: { readonly camera: Camera }) {
  const t = useTranslations('camera.torch');
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [isLit, setLit] = useState(false);
  useEffect(() => {
    setTrack(state === 'on' ? trackWithTorch(video.current) : null);
    setLit(false);
  }, [state, video]);
  if (track === null) return null;
  const label = isLit ? t('off') : t('on');
  const toggle = async () => {
    // Not in the types.
    const lamp: object = { torch: !isLit };
    await track.applyConstraints({ advanced: [lamp] });
    setLit(!isLit);
  };
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={label}
      aria-pressed={isLit}
      onClick={() => {
        void toggle();
      }}
    >
      {isLit ? <IconBulbOff size={20} /> : <IconBulb size={20} />}
    </ActionIcon>
  );
}

function trackWithTorch(video: HTMLVideoElement | null): MediaStreamTrack | null {
  const stream = video?.srcObject;
  if (!(stream instanceof MediaStream)) return null;
  const [track] = stream.getVideoTracks();
  // Not in the types, and not in every browser.
  const capabilities: object = track?.getCapabilities?.() ?? {};
  return track !== undefined && 'torch' in capabilities && capabilities.torch === true
    ? track
    : null;
}
