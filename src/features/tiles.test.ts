import { describe, expect, it } from 'vitest';
import type { PlanarImage } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { seededRandom } from '../random.ts';
import type { Backbone } from './backbone.ts';
import type { FeatureMap } from './patch-features.ts';
import { TiledBackbone } from './tiled-backbone.ts';
import { cutTile, tiledSide, tileSide, tilesOf } from './tiles.ts';

/** Pixels of a cell. */
const CELL = 8;

/**
 * A network whose cells hold the sum of their own pixels and those of cells within reach, zeros beyond its input: plain
 * sums of whole numbers, so that tiles may be held against the whole bit for bit.
 */
function summing(reach: number): Backbone {
  const sums = ({ data, width }: RgbImage | PlanarImage, cells: number): Float32Array => {
    const own = new Float32Array(cells * cells);
    for (let i = 0; i < width * width; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      const value = data instanceof Uint8Array ? data[3 * i + 1] : data[width * width + i];
      own[Math.floor(y / CELL) * cells + Math.floor(x / CELL)] += value;
    }
    return own.map((_, at) => {
      const [column, row] = [at % cells, Math.floor(at / cells)];
      return own.reduce((sum, value, other) => {
        const across = Math.abs((other % cells) - column);
        const down = Math.abs(Math.floor(other / cells) - row);
        return Math.max(across, down) <= reach ? sum + value : sum;
      }, 0);
    });
  };
  return {
    model: Object.create(null),
    run: (image, levels, into): Promise<readonly FeatureMap[]> => {
      const cells = image.width / CELL;
      return Promise.resolve(
        levels.map((_, level) => {
          const data = sums(image, cells);
          into?.[level].data.set(data);
          return into?.[level] ?? { data, channels: 1, width: cells, height: cells };
        }),
      );
    },
    release: () => Promise.resolve(),
  };
}

function picture(side: number): RgbImage {
  const random = seededRandom(side);
  const data = Uint8Array.from({ length: 3 * side * side }, () => random.below(256));
  return { data, width: side, height: side };
}

/** The same as planes of whole numbers. */
function planar({ data, width, height }: RgbImage): PlanarImage {
  const area = width * height;
  const planes = Float32Array.from({ length: 3 * area }, (_, i) => {
    return data[3 * (i % area) + Math.floor(i / area)];
  });
  return { data: planes, width, height };
}

describe('a backbone that sees tiles', () => {
  it.each([
    { tiles: 2, tileOverlap: 0, reach: 0 },
    { tiles: 2, tileOverlap: 16, reach: 1 },
    { tiles: 3, tileOverlap: 16, reach: 1 },
    { tiles: 2, tileOverlap: 32, reach: 2 },
  ])('gives the maps of the whole, as far as tiles share what is felt: %j', async (one) => {
    const { reach, ...tiling } = one;
    const image = picture(tiledSide(64, tiling));
    const whole = await summing(reach).run(image, ['level']);
    const tiled = new TiledBackbone(summing(reach), tiling);
    const maps = await tiled.run(image, ['level']);
    expect(maps).toEqual(whole);
    expect(await tiled.run(planar(image), ['level'], maps)).toBe(maps);
    expect(maps).toEqual(whole);
    const felt = await new TiledBackbone(summing(reach + 1), tiling).run(image, ['level']);
    expect(felt).not.toEqual(await summing(reach + 1).run(image, ['level']));
  });

  it('refuses tiles that do not lie on one grid', async () => {
    const tiling = { tiles: 2, tileOverlap: 12 };
    const tiled = new TiledBackbone(summing(0), tiling);
    await expect(tiled.run(picture(tiledSide(64, tiling)), ['level'])).rejects.toThrow(
      'Cannot use tileOverlap = 12: expected a multiple of 8',
    );
  });
});

describe('tiles', () => {
  it('cover the square, with what they share between them', () => {
    const tiling = { tiles: 3, tileOverlap: 8 };
    const side = tiledSide(32, tiling);
    expect([side, tileSide(side, tiling), tiledSide(32, { ...tiling, tiles: 1 })]).toEqual([
      80, 32, 32,
    ]);
    const image = picture(side);
    const seen = tilesOf(tiling).map((tile) => cutTile(image, tile, tiling));
    expect(seen.map(({ width, height }) => [width, height])).toEqual(
      Array.from({ length: 9 }, () => [32, 32]),
    );
    const last = seen[8].data.subarray(-3);
    expect([...last]).toEqual([...image.data.subarray(-3)]);
    // The first pixel of the middle one.
    const at = 3 * (24 * side + 24);
    expect([...seen[4].data.subarray(0, 3)]).toEqual([...image.data.subarray(at, at + 3)]);
  });
});
