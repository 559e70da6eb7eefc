/**
 * Learns a part from good pictures and judges a folder, with the library alone.
 *
 * Run: npx tsx examples/inspect-folder.ts GOOD_FOLDER FOLDER
 */
import { enroll, Inspector } from 'fewgood';
import { expandPictures, findModel, inspectFiles, nodeRuntime, readImage } from 'fewgood/node';

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
for await (const file of inspectFiles(inspector, await expandPictures([folder]))) {
  if ('error' in file) {
    console.log(`${file.name}: ${file.error.message}`);
    continue;
  }
  const { verdict, ratio, regions } = file.inspection;
  const [largest] = regions.toSorted((a, b) => b.area - a.area);
  const where = largest ? `, ${largest.area} pixels at ${largest.x},${largest.y}` : '';
  console.log(`${file.name}: ${verdict}, ${ratio?.toFixed(2)}× the threshold${where}`);
}
await inspector.release();
