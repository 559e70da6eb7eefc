/**
 * A contact sheet of the built-in renderer: a row a kind; a good part, then each defect, outlined.
 *
 * Run: npx tsx examples/render-parts.ts OUT.png [SIDE] [KIND …]
 */
import { writeFile } from 'node:fs/promises';
import {
  defectKinds,
  type PartKind,
  partKinds,
  type PartSample,
  renderPart,
  rgbImage,
} from 'fewgood';
import { encodePng } from 'fewgood/node';

const [out, side = '192', ...names] = process.argv.slice(2);
if (out === undefined) throw new Error('Usage: render-parts.ts OUT.png [SIDE] [KIND …]');

const size = Number(side);
const everyKind: readonly PartKind[] = [
  ...partKinds,
  'procedural:1',
  'procedural:2',
  'procedural:3',
];
const kinds = names.length > 0 ? everyKind.filter((kind) => names.includes(kind)) : everyKind;
const columns = [null, ...defectKinds];
const [width, height] = [columns.length * size, kinds.length * size];
const sheet = new Uint8Array(3 * width * height);

for (const [row, kind] of kinds.entries()) {
  for (const [column, defect] of columns.entries()) {
    const pixels = outlined(renderPart({ kind, seed: 10 * row + column, size, defect }));
    for (let y = 0; y < size; y++) {
      const line = pixels.subarray(3 * size * y, 3 * size * (y + 1));
      sheet.set(line, 3 * ((row * size + y) * width + column * size));
    }
  }
}
await writeFile(out, await encodePng(rgbImage(sheet, width, height)));

/** The pixels with a magenta line along the edge of the defect, shape [size · size · 3]. */
function outlined({ image, mask }: PartSample): Uint8Array {
  const pixels = image.data.slice();
  for (const [i, isDefect] of mask.entries()) {
    const beside = [mask[i - 1], mask[i + 1], mask[i - size], mask[i + size]];
    if (!isDefect && beside.includes(1)) pixels.set([255, 0, 200], 3 * i);
  }
  return pixels;
}
