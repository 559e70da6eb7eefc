/**
 * Squares that are larger than a model's input, seen in tiles: how large they are, and how the feature maps of tiles
 * become one.
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import { crop } from '../image/draw.ts';
import type { PlanarImage } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { FeatureMap } from './patch-features.ts';

/** How a square is seen in tiles. */
export interface Tiling {
  /** Tiles a side; 1 where the model sees the square as a whole. */
  readonly tiles: number;
  /** What neighbours share, pixels. */
  readonly tileOverlap: number;
}

/**
 * Side of the square that tiles make up, pixels.
 *
 * @param side - Of a tile: the model's input.
 */
export function tiledSide(side: number, { tiles, tileOverlap }: Tiling): number {
  return tiles === 1 ? side : tiles * side - (tiles - 1) * tileOverlap;
}

/**
 * Side of a tile of a square, pixels.
 *
 * @param square - Its side, as of {@link tiledSide}.
 */
export function tileSide(square: number, { tiles, tileOverlap }: Tiling): number {
  return (square + (tiles - 1) * tileOverlap) / tiles;
}

/** A tile of a square. */
export interface Tile {
  /** Its first row and column among tiles. */
  readonly row: number;
  readonly column: number;
}

/** The tiles, row by row. */
export function tilesOf({ tiles }: Tiling): Tile[] {
  return Array.from({ length: tiles * tiles }, (_, n) => {
    return { row: Math.floor(n / tiles), column: n % tiles };
  });
}

/**
 * Cuts one tile out of a square.
 *
 * @param image - Shape [S, S, 3], or planes of shape [3, S, S].
 */
export function cutTile(
  image: RgbImage | PlanarImage,
  { row, column }: Tile,
  tiling: Tiling,
): RgbImage | PlanarImage {
  const side = tileSide(image.width, tiling);
  const step = side - tiling.tileOverlap;
  const { data, width } = image;
  if (data instanceof Uint8Array) {
    const box = { x: column * step, y: row * step, width: side, height: side };
    return crop({ data, width, height: image.height }, box);
  }
  const planes = new Float32Array(3 * side * side);
  for (let line = 0; line < 3 * side; line++) {
    const [channel, y] = [Math.floor(line / side), line % side];
    const from = (channel * image.height + row * step + y) * width + column * step;
    planes.set(data.subarray(from, from + side), line * side);
  }
  return { data: planes, width: side, height: side };
}

/**
 * An empty map that the maps of all tiles fit into.
 *
 * @param tile - The map of one.
 * @param square - Side of the square, pixels.
 * @throws {@link ArgumentRangeError} if tiles do not lie on one grid of patches.
 */
export function roomForTiles(
  { channels, width, height }: FeatureMap,
  square: number,
  tiling: Tiling,
): FeatureMap {
  const [columns, rows] = [width, height].map(
    (cells) => cells + (tiling.tiles - 1) * (cells - sharedCells(cells, square, tiling)),
  );
  return {
    data: new Float32Array(channels * rows * columns),
    channels,
    width: columns,
    height: rows,
  };
}

/**
 * Writes the map of a tile to its place. Of what neighbours share each has the half that lies farther from its
 * edge, where a network sees less of the picture.
 *
 * @param whole - Of {@link roomForTiles}.
 * @param square - Side of the square, pixels.
 */
export function placeTile(
  whole: FeatureMap,
  map: FeatureMap,
  { row, column }: Tile,
  { square, tiling }: { readonly square: number; readonly tiling: Tiling },
): void {
  const across = spanOf(column, map.width, square, tiling);
  const down = spanOf(row, map.height, square, tiling);
  for (let channel = 0; channel < map.channels; channel++) {
    for (let y = down.first; y < down.end; y++) {
      const from = (channel * map.height + y) * map.width;
      const to = (channel * whole.height + down.start + y) * whole.width + across.start;
      const cells = map.data.subarray(from + across.first, from + across.end);
      whole.data.set(cells, to + across.first);
    }
  }
}

/** Cells of a tile that are its own along an axis, and the cell of the whole where it begins. */
function spanOf(
  place: number,
  cells: number,
  square: number,
  tiling: Tiling,
): { readonly start: number; readonly first: number; readonly end: number } {
  const shared = sharedCells(cells, square, tiling);
  const half = Math.floor(shared / 2);
  return {
    start: place * (cells - shared),
    first: place === 0 ? 0 : half,
    end: place === tiling.tiles - 1 ? cells : cells - shared + half,
  };
}

/** Cells that neighbours share. */
function sharedCells(cells: number, square: number, tiling: Tiling): number {
  const side = tileSide(square, tiling);
  const shared = (tiling.tileOverlap * cells) / side;
  if (Number.isInteger(shared)) return shared;
  const cell = Math.ceil(side / cells);
  throw new ArgumentRangeError(
    'tileOverlap',
    tiling.tileOverlap,
    `a multiple of ${cell}, the pixels of a patch of the model, in tiles whose side is one too`,
  );
}
