/**
 * A contact sheet of the built-in renderer: a row a kind; a good part, then each defect, outlined.
 *
 * Run: npx tsx examples/render-parts.ts OUT.png [SIDE] [KIND …]
 */
import sharp from 'sharp';
import {
  defectKinds,
  parsePartKind,
  type PartKind,
  partKinds,
  type PartSample,
  renderPart,
} from '../src/synthetic/index.ts';

const [out, side = '192', ...names] = process.argv.slice(2);
if (out === undefined) throw new Error('Usage: render-parts.ts OUT.png [SIDE] [KIND …]');

const size = Number(side);
const kinds: readonly PartKind[] =
  names.length > 0
    ? names.map(parsePartKind)
    : [...partKinds, 'procedural:1', 'procedural:2', 'procedural:3', 'procedural:4'];
const columns = [null, ...defectKinds];

const tiles = kinds.flatMap((kind, row) =>
  columns.map((defect, column) => ({
    input: outlined(renderPart({ kind, seed: 10 * row + column, size, defect })),
    raw: { width: size, height: size, channels: 3 as const },
    left: column * size,
    top: row * size,
  })),
);
await sharp({
  create: {
    width: columns.length * size,
    height: kinds.length * size,
    channels: 3,
    background: 'white',
  },
})
  .composite(tiles)
  .png()
  .toFile(out);

/** The picture with a magenta line around the defect, two pixels outside its mask. */
function outlined({ image, mask }: PartSample): Buffer {
  const { width, height } = image;
  const pixels = Buffer.from(image.data);
  const reaches = (row: number, column: number, reach: number): boolean => {
    for (let y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y++) {
      const start = y * width;
      const line = mask.subarray(
        start + Math.max(0, column - reach),
        start + Math.min(width, column + reach + 1),
      );
      if (line.includes(1)) return true;
    }
    return false;
  };
  for (let i = 0; i < mask.length; i++) {
    const column = i % width;
    const row = (i - column) / width;
    if (reaches(row, column, 4) && !reaches(row, column, 3)) pixels.set([255, 0, 200], 3 * i);
  }
  return pixels;
}
