/** A folder into which a camera or a program puts pictures of one part. */
export interface FolderSource {
  readonly kind: 'folder';
  /** Name of the part. */
  readonly part: string;
  readonly folder: string;
}

/** A camera that ffmpeg or Aravis reads. */
export interface CameraSource {
  readonly kind: 'camera';
  /** Name of the part. */
  readonly part: string;
  /** What ffmpeg opens: `rtsp://…`, `/dev/video0`, or any other input; or `gige:…`, which Aravis does. */
  readonly input: string;
  /** Seconds between two pictures. */
  readonly every: number;
}

/** Where a station takes pictures from by itself. */
export type Source = FolderSource | CameraSource;

/** A picture of a source. */
export interface SourcePicture {
  /** The same one for the same picture, also after a restart. */
  readonly key: string;
  readonly name: string;
  /** The file, shape [size]. */
  readonly bytes: Uint8Array;
}
