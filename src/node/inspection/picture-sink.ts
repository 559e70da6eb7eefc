import { join } from 'node:path';
import type { InspectionSink } from '../../inspection/run.ts';
import { paintMap } from '../../page/colour-scale.ts';
import { overlayPicture } from '../../report/overlay.ts';
import { ensureFolder, writeFileAtomic } from '../files/files.ts';
import { createOutputNames } from '../files/output-names.ts';
import { encodePng } from '../image/image-encoder.ts';

/**
 * One PNG a picture in a folder, `NAME.overlay.png` or `NAME.map.png`; the folder is made.
 *
 * @throws {@link FileError} if the folder cannot be made.
 */
export async function pictureSink(
  folder: string,
  kind: 'overlay' | 'map',
): Promise<InspectionSink> {
  await ensureFolder(folder);
  const nameFor = createOutputNames();
  return {
    add: async (entry) => {
      if ('error' in entry) return;
      const { image, inspection } = entry;
      const painted = kind === 'map' ? paintMap(inspection.map) : overlayPicture(image, inspection);
      const name = `${nameFor(entry.name)}.${kind}.png`;
      await writeFileAtomic(join(folder, name), await encodePng(painted));
    },
  };
}
