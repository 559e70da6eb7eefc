import type { PlanarImage } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Backbone } from './backbone.ts';
import type { ModelInfo } from './model-info.ts';
import type { FeatureMap } from './patch-features.ts';
import { cutTile, placeTile, roomForTiles, type Tiling, tilesOf } from './tiles.ts';

/**
 * A backbone that sees squares tile by tile, each as large as the model's input: the maps are those of one large
 * input but for what reaches across tiles, with the memory of a small one.
 */
export class TiledBackbone implements Backbone {
  readonly #backbone: Backbone;
  readonly #tiling: Tiling;

  /** @param backbone - Sees a tile; it is released with this one. */
  constructor(backbone: Backbone, tiling: Tiling) {
    this.#backbone = backbone;
    this.#tiling = tiling;
  }

  /** The model's description. */
  get model(): ModelInfo {
    return this.#backbone.model;
  }

  async run(
    image: RgbImage | PlanarImage,
    levels: readonly string[],
    into?: readonly FeatureMap[],
  ): Promise<readonly FeatureMap[]> {
    const tiling = this.#tiling;
    const square = image.width;
    let whole = into;
    let maps: readonly FeatureMap[] | undefined;
    for (const tile of tilesOf(tiling)) {
      maps = await this.#backbone.run(cutTile(image, tile, tiling), levels, maps);
      whole ??= maps.map((map) => roomForTiles(map, square, tiling));
      for (const [level, map] of maps.entries()) {
        placeTile(whole[level], map, tile, { square, tiling });
      }
    }
    return whole ?? [];
  }

  release(): Promise<void> {
    return this.#backbone.release();
  }
}
