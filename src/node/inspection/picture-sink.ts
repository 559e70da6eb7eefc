import { join } from 'node:path';
import type { InspectionSink } from '../../inspection/run.ts';
import { paintMap } from '../../page/colour-scale.ts';
import { overlayPicture } from '../../report/overlay.ts';
import { ensureOutputFolder } from '../files/output-folders.ts';
import { createOutputNames } from '../files/output-names.ts';
import { writePicture } from '../image/write-picture.ts';

/**
 * One PNG a picture in a folder, `NAME.overlay.png` or `NAME.map.png`; the folder is made and marked,
 * the pictures are, and none replaces a picture of anybody else.
 *
 * @throws {@link FileError} if the folder cannot be made.
 */
export async function pictureSink(
  folder: string,
  kind: 'overlay' | 'map',
): Promise<InspectionSink> {
  await ensureOutputFolder(folder);
  const nameFor = createOutputNames();
  return {
    add: async (entry) => {
      if ('error' in entry) return;
      const { image, inspection } = entry;
      const painted = kind === 'map' ? paintMap(inspection.map) : overlayPicture(image, inspection);
      const name = `${nameFor(entry.name)}.${kind}.png`;
      await writePicture(join(folder, name), painted, kind);
    },
  };
}
