import type { RgbImage } from './rgb-image.ts';

/** Cells a side; fewer where a picture has fewer pixels. */
const CELLS = 8;

/**
 * Mean colours of a picture's cells, 8 × 8 of them.
 *
 * @param image - Shape [H, W, 3].
 * @returns Red, green and blue of each cell, row by row, from 0 to 1; shape [cells, 3].
 */
export function cellColours({ data, width, height }: RgbImage): Float64Array {
  const [columns, rows] = [Math.min(CELLS, width), Math.min(CELLS, height)];
  const cells = new Float64Array(columns * rows * 3);
  const pixels = new Uint32Array(columns * rows);
  for (let y = 0, p = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0; x < width; x++, p += 3) {
      const cell = row + Math.floor((x * columns) / width);
      cells[3 * cell] += data[p];
      cells[3 * cell + 1] += data[p + 1];
      cells[3 * cell + 2] += data[p + 2];
      pixels[cell]++;
    }
  }
  return cells.map((sum, i) => sum / (255 * pixels[Math.floor(i / 3)]));
}
