/**
 * Learns a part from good pictures and judges a folder, with the library alone.
 *
 * Run: npx tsx examples/inspect-folder.ts GOOD_FOLDER FOLDER
 */
import { enroll, type InspectionEntry, Inspector, runInspection } from 'fewgood';
import { expandPictures, findModel, nodeRuntime, pictureFiles, readImage } from 'fewgood/node';

const [goodFolder, folder] = process.argv.slice(2);
if (goodFolder === undefined || folder === undefined) {
  throw new Error('usage: npx tsx examples/inspect-folder.ts GOOD_FOLDER FOLDER');
}

const runtime = nodeRuntime();
const { bytes: model } = await findModel();

const good = await Promise.all(
  (await expandPictures([goodFolder])).map(async ({ path }) => ({
    name: path,
    image: await readImage(path),
  })),
);
const part = await enroll(good, { runtime, model });
const { threshold, falseRejectBound } = part.calibration;
console.log(
  `threshold ${threshold?.toFixed(3)}, false rejects below ${falseRejectBound.toFixed(2)}`,
);

const inspector = await Inspector.create(part, { runtime, model });
await runInspection({
  source: pictureFiles(await expandPictures([folder])),
  inspector,
  sinks: [{ add: (entry) => console.log(lineOf(entry)) }],
});
await inspector.release();

function lineOf(entry: InspectionEntry): string {
  if ('error' in entry) return `${entry.name}: ${entry.error.message}`;
  const { verdict, ratio, regions } = entry.inspection;
  const [largest] = regions.toSorted((a, b) => b.area - a.area);
  const where = largest ? `, ${largest.area} pixels at ${largest.x},${largest.y}` : '';
  return `${entry.name}: ${verdict}, ${ratio?.toFixed(2)}× the threshold${where}`;
}
