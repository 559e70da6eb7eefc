import { Button } from '@mantine/core';
import { IconFolder, IconPhotoPlus, IconUpload } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useDropzone } from 'react-dropzone';
import { useTranslations } from 'use-intl';
import classes from './picture-drop.module.css';

/** Kinds of pictures that the core reads, and their suffixes. */
const KINDS = {
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/bmp': ['.bmp'],
  'image/tiff': ['.tif', '.tiff'],
  'image/webp': ['.webp'],
};

/** Pictures by drag and drop, by choosing files, or a whole folder. */
export function PictureDrop({
  onPictures,
  disabled = false,
  compact = false,
  children,
}: {
  readonly onPictures: (pictures: readonly File[]) => void;
  readonly disabled?: boolean;
  readonly compact?: boolean;
  /** Further ways to get pictures, beside the buttons. */
  readonly children?: ReactNode;
}) {
  const t = useTranslations('drop');
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    accept: KINDS,
    disabled,
    noClick: true,
    noKeyboard: true,
    onDropAccepted: onPictures,
  });
  return (
    <div
      {...getRootProps()}
      role="group"
      aria-label={t('label')}
      className={compact ? classes.compact : classes.drop}
      data-over={isDragActive || undefined}
    >
      <input {...getInputProps({ 'aria-label': t('label') })} />
      {!compact && <IconPhotoPlus size={40} stroke={1.3} aria-hidden="true" />}
      <p className={classes.words}>{isDragActive ? t('release') : t('drop')}</p>
      <div className={classes.buttons}>
        <Button
          variant={compact ? 'default' : 'filled'}
          leftSection={<IconUpload size={18} />}
          onClick={open}
          disabled={disabled}
        >
          {t('choose')}
        </Button>
        <FolderButton disabled={disabled} onPictures={onPictures} />
        {children}
      </div>
    </div>
  );
}

function FolderButton({
  onPictures,
  disabled,
}: {
  readonly onPictures: (pictures: readonly File[]) => void;
  readonly disabled: boolean;
}) {
  const t = useTranslations('drop');
  const folder = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFolder size={18} />}
        onClick={() => folder.current?.click()}
        disabled={disabled}
      >
        {t('folder')}
      </Button>
      <input
        ref={(element) => {
          // React has no name for it.
          element?.setAttribute('webkitdirectory', '');
          folder.current = element;
        }}
        type="file"
        hidden
        multiple
        aria-label={t('folder')}
        onChange={({ currentTarget }) => {
          onPictures([...(currentTarget.files ?? [])].filter(isPicture));
          currentTarget.value = '';
        }}
      />
    </>
  );
}

function isPicture({ name }: File): boolean {
  const lower = name.toLowerCase();
  return Object.values(KINDS).some((suffixes) => suffixes.some((suffix) => lower.endsWith(suffix)));
}
