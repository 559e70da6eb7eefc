import { join } from 'node:path';
import type { InspectedEntry } from '../../inspection/entry.ts';
import type { InspectionSink } from '../../inspection/run.ts';
import { paintMap } from '../../page/colour-scale.ts';
import { overlayPicture } from '../../report/overlay.ts';
import { ensureOutputFolder } from '../files/output-folders.ts';
import { createOutputNames, outputName } from '../files/output-names.ts';
import { writePicture } from '../image/write-picture.ts';

/** How pictures about pictures are written. */
export interface PictureSinkOptions {
  /** Told the path of each that was written. */
  readonly onWritten?: (entry: InspectedEntry, path: string) => void;
}

/**
 * One PNG a picture in a folder, `NAME-HASH.overlay.png` or `NAME-HASH.map.png`; the folder is made and
 * marked, the pictures are, and none replaces a picture of anybody else. The hash is that of the picture's file, so no later picture of the same name takes its place. Pictures that
 * are from no file have names without it, which are told apart within a run.
 *
 * @throws {@link FileError} if the folder cannot be made.
 */
export async function pictureSink(
  folder: string,
  kind: 'overlay' | 'map',
  { onWritten }: PictureSinkOptions = {},
): Promise<InspectionSink> {
  await ensureOutputFolder(folder);
  const nameFor = createOutputNames();
  return {
    name: `${kind}s in ${folder}`,
    isolated: true,
    add: async (entry) => {
      if ('error' in entry) return;
      const { name, file, image, inspection } = entry;
      const painted = kind === 'map' ? paintMap(inspection.map) : overlayPicture(image, inspection);
      const stem = file === undefined ? nameFor(name) : outputName(name, file.sha256);
      const path = join(folder, `${stem}.${kind}.png`);
      await writePicture(path, painted, kind);
      onWritten?.(entry, path);
    },
  };
}
