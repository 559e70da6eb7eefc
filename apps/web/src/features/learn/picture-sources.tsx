import { Button, Group } from '@mantine/core';
import { IconCamera, IconCapture, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCamera } from '../../components/camera.ts';
import { CameraSelect, CameraView } from '../../components/camera-view.tsx';
import { PictureDrop } from '../../components/picture-drop.tsx';
import type { NamedBlob } from '../../ports/file-source.ts';
import { PastPictures } from './past-pictures.tsx';
import classes from './picture-sources.module.css';

/** Golden samples from files, a folder, this screen's camera, or past inspections. */
export function PictureSources({
  partId,
  isDisabled,
  hasPictures,
  onPictures,
}: {
  /** Whose past inspections there are; null of a new part. */
  readonly partId: string | null;
  readonly isDisabled: boolean;
  /** Whether some are chosen: then what they are chosen by takes less room. */
  readonly hasPictures: boolean;
  readonly onPictures: (pictures: readonly NamedBlob[]) => void;
}) {
  const t = useTranslations('learn.pictures');
  const [isCamera, setCamera] = useState(false);
  return (
    <>
      <PictureDrop
        disabled={isDisabled}
        compact={hasPictures}
        onPictures={(files) => {
          onPictures(files.map((file) => ({ name: file.name, blob: file })));
        }}
      >
        {!isCamera && (
          <Button
            variant="default"
            disabled={isDisabled}
            leftSection={<IconCamera size={18} />}
            onClick={() => {
              setCamera(true);
            }}
          >
            {t('camera')}
          </Button>
        )}
        <FromPast partId={partId} isDisabled={isDisabled} onPictures={onPictures} />
      </PictureDrop>
      {isCamera && (
        <SampleCamera
          onPictures={onPictures}
          onClose={() => {
            setCamera(false);
          }}
        />
      )}
    </>
  );
}

function FromPast({
  partId,
  isDisabled,
  onPictures,
}: {
  readonly partId: string | null;
  readonly isDisabled: boolean;
  readonly onPictures: (pictures: readonly NamedBlob[]) => void;
}) {
  const t = useTranslations('learn.pictures.past');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        disabled={isDisabled}
        leftSection={<IconHistory size={18} />}
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('open')}
      </Button>
      {isOpen && (
        <PastPictures
          partId={partId}
          onPictures={onPictures}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function SampleCamera({
  onPictures,
  onClose,
}: {
  readonly onPictures: (pictures: readonly NamedBlob[]) => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('learn.pictures');
  const camera = useCamera();
  const [taken, setTaken] = useState(0);
  const take = async () => {
    const blob = await camera.capture();
    if (blob === null) return;
    setTaken(taken + 1);
    onPictures([{ name: `camera-${String(taken + 1)}.png`, blob }]);
  };
  return (
    <div className={classes.camera}>
      <CameraView camera={camera} />
      <Group>
        <Button
          disabled={camera.state !== 'on'}
          leftSection={<IconCapture size={18} />}
          onClick={() => {
            void take();
          }}
        >
          {t('take')}
        </Button>
        <CameraSelect camera={camera} />
        <Button variant="subtle" onClick={onClose}>
          {t('closeCamera')}
        </Button>
      </Group>
    </div>
  );
}
