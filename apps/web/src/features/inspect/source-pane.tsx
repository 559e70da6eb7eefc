import { SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import type { Camera } from '../../components/camera.ts';
import { PictureDrop } from '../../components/picture-drop.tsx';
import { CameraDesk } from './camera-desk.tsx';
import classes from './source-pane.module.css';

/**
 * Where pictures come from: this screen's camera, files, whatever else sends some to the station, or, where the
 * browser itself judges, every frame of the camera.
 */
export type SourceKind = 'camera' | 'pictures' | 'line' | 'live';

const SOURCES = ['pictures', 'camera'] as const;

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
  const { live } = useApi();
  const sources = [...SOURCES, live === null ? ('line' as const) : ('live' as const)];
  return (
    <SegmentedControl<SourceKind>
      aria-label={t('label')}
      size="md"
      value={source}
      data={sources.map((value) => ({ value, label: t(value) }))}
      onChange={(value) => {
        if (value === 'camera' || value === 'live') camera.start();
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
      {source !== 'pictures' ? (
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
