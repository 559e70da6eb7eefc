/**
 * The figures of pictures (thesis 5.5 to 5.9): input, anomaly map and ground truth side by side.
 *
 * @module
 */
import type { Mask } from '../../image/rgb-image.ts';
import { resizePlane } from '../../image/resize.ts';
import type { RgbImage, Size } from '../../image/rgb-image.ts';
import type { AnomalyMap } from '../../inspection/inspection.ts';
import { paintMap, tintImage } from '../../page/colour-scale.ts';
import { reduceImage } from '../../page/reduce.ts';
import type { ExampleKind } from './choose-examples.ts';

/** A test picture with what a method made of it. */
export interface PictureExample {
  readonly kind: ExampleKind;
  /** Relative to the data set. */
  readonly path: string;
  readonly anomalous: boolean;
  readonly score: number;
  /** Scores above it fail. */
  readonly threshold: number;
  readonly image: RgbImage;
  /** Over the whole picture at any size; ratios to one limit for all pictures of the method and category. */
  readonly map: AnomalyMap;
  /** Ground truth; null where there is none. */
  readonly mask: Mask | null;
}

/** The pictures of one row of a figure, all of one size. */
export interface ExampleTiles {
  readonly input: RgbImage;
  /** The input tinted by its map. */
  readonly overlay: RgbImage;
  readonly map: RgbImage;
  /** White where the picture is defective; null without ground truth. */
  readonly mask: RgbImage | null;
}

/** White around pictures, as paper. */
const BACKGROUND = 255;

/**
 * Draws the pictures of one row.
 *
 * @param side - Longest side, pixels; smaller pictures are not enlarged.
 */
export function exampleTiles({ image, map, mask }: PictureExample, side: number): ExampleTiles {
  const input = reduceImage(image, side);
  const { width, height } = input;
  const reduced = { data: resizePlane(map.data, map, { width, height }), width, height };
  return {
    input,
    overlay: tintImage(input, reduced),
    map: paintMap(reduced),
    mask: mask && drawMask(mask, { width, height }),
  };
}

/**
 * A whole figure as one picture: a row an example; columns input, overlay, map, and ground truth if
 * any has it.
 *
 * @param examples - At least one.
 * @param side - Longest side of a picture, pixels.
 */
export function exampleFigure(examples: readonly PictureExample[], side: number): RgbImage {
  const tiles = examples.map((example) => exampleTiles(example, side));
  const hasMasks = tiles.some(({ mask }) => mask !== null);
  return composeGrid(
    tiles.map(({ input, overlay, map, mask }) => [
      input,
      overlay,
      map,
      ...(hasMasks ? [mask] : []),
    ]),
    Math.ceil(side / 32),
  );
}

/**
 * Puts pictures onto white paper in rows and columns, each in the middle of its place.
 *
 * @param rows - Of equal length; null leaves a place empty.
 * @param gap - Between places and around them, pixels.
 */
export function composeGrid(
  rows: readonly (readonly (RgbImage | null)[])[],
  gap: number,
): RgbImage {
  const all = rows.flat().filter((image) => image !== null);
  const place = {
    width: Math.max(...all.map(({ width }) => width)),
    height: Math.max(...all.map(({ height }) => height)),
  };
  const width = gap + rows[0].length * (place.width + gap);
  const height = gap + rows.length * (place.height + gap);
  const grid = { data: new Uint8Array(width * height * 3).fill(BACKGROUND), width, height };
  for (const [r, row] of rows.entries()) {
    for (const [c, image] of row.entries()) {
      if (image === null) continue;
      const x = gap + c * (place.width + gap) + ((place.width - image.width) >> 1);
      const y = gap + r * (place.height + gap) + ((place.height - image.height) >> 1);
      paste(image, grid, { x, y });
    }
  }
  return grid;
}

function paste(image: RgbImage, onto: RgbImage, { x, y }: { x: number; y: number }): void {
  for (let row = 0; row < image.height; row++) {
    const source = image.data.subarray(row * image.width * 3, (row + 1) * image.width * 3);
    onto.data.set(source, ((y + row) * onto.width + x) * 3);
  }
}

/** A mask in black and white; a defect of one pixel stays visible, however much it is reduced. */
function drawMask(mask: Mask, { width, height }: Size): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] === 0) continue;
    const x = Math.floor(((i % mask.width) * width) / mask.width);
    const y = Math.floor((Math.floor(i / mask.width) * height) / mask.height);
    data.fill(255, (y * width + x) * 3, (y * width + x) * 3 + 3);
  }
  return { data, width, height };
}
