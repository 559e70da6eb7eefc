import { SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Camera } from '../../components/camera.ts';
import { PictureDrop } from '../../components/picture-drop.tsx';
import { CameraDesk } from './camera-desk.tsx';
import classes from './source-pane.module.css';

/** Where pictures come from: this screen's camera, files, or whatever else sends some to the station. */
export type SourceKind = 'camera' | 'pictures' | 'line';

const SOURCES = ['pictures', 'camera', 'line'] as const;

/** Which source this screen uses. */
export function SourceSwitch({
  source,
  onChange,
  camera,
}: {
  readonly source: SourceKind;
  readonly onChange: (source: SourceKind) => void;
  readonly camera: Camera;
}) {
  const t = useTranslations('inspect.source');
  return (
    <SegmentedControl<SourceKind>
      aria-label={t('label')}
      size="md"
      value={source}
      data={SOURCES.map((value) => ({ value, label: t(value) }))}
      onChange={(value) => {
        if (value === 'camera') camera.start();
        else camera.stop();
        onChange(value);
      }}
    />
  );
}

/** The source itself. */
export function SourcePane({
  source,
  camera,
  onPictures,
}: {
  readonly source: SourceKind;
  readonly camera: Camera;
  readonly onPictures: (
    pictures: readonly { readonly name: string; readonly picture: Blob }[],
  ) => void;
}) {
  if (source === 'line') return null;
  return (
    <div className={classes.pane}>
      {source === 'camera' ? (
        <CameraDesk camera={camera} onPictures={onPictures} />
      ) : (
        <PictureDrop
          compact
          onPictures={(files) => {
            onPictures(files.map((file) => ({ name: file.name, picture: file })));
          }}
        />
      )}
    </div>
  );
}
