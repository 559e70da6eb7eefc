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
  const starts = Array.from({ length: columns + 1 }, (_, c) => Math.ceil((c * width) / columns));
  for (let y = 0, p = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let column = 0; column < columns; column++) {
      const [start, end] = [starts[column], starts[column + 1]];
      let [red, green, blue] = [0, 0, 0];
      for (let x = start; x < end; x++, p += 3) {
        red += data[p];
        green += data[p + 1];
        blue += data[p + 2];
      }
      const cell = row + column;
      cells[3 * cell] += red;
      cells[3 * cell + 1] += green;
      cells[3 * cell + 2] += blue;
      pixels[cell] += end - start;
    }
  }
  return cells.map((sum, i) => sum / (255 * pixels[Math.floor(i / 3)]));
}
