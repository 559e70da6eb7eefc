import type { FeatureExtractor } from '../features/feature-extractor.ts';
import type { PictureFeatures } from '../features/patch-features.ts';
import { Frame } from '../image/frame.ts';
import { correctLight, type LightCorrection } from '../image/light.ts';
import type { LookArea } from '../image/look-area.ts';
import { movedArea } from '../image/moved-area.ts';
import type { RgbImage, Size } from '../image/rgb-image.ts';
import { ALIGNMENT } from '../hyperparameters.ts';
import type { Runtime } from '../runtime.ts';
import type { Aligner } from './aligner.ts';
import type { PartPlacement } from './alignment.ts';
import { squareSide } from './feature-options.ts';
import type { Timings } from './inspection.ts';
import { type JoinedScore, joinViews } from './joined-score.ts';
import { lookAt } from './looked-patches.ts';
import type { PartView, SupportPicture } from './part.ts';
import { type PictureMeasure, PictureScorer } from './picture-scorer.ts';

/** Score of a picture with where the picture stands in the first model's square. */
export interface PartScore extends JoinedScore {
  /** How the picture lies in the square. */
  readonly frame: Frame;
  /** The picture in the square, as the model sees it, shape [S, S, 3]. */
  readonly square: RgbImage;
  /** The same before its light was corrected; `square` itself where it was not. */
  readonly uncorrected: RgbImage;
  /** How the part lies, null where that is not known; undefined where nobody asked. */
  readonly placement?: PartPlacement | null | undefined;
  /** Share of where to look that lies in the picture, null where that is not known; undefined where it does not move. */
  readonly lookedShare?: number | null | undefined;
  /** Milliseconds by stage, over all models. */
  readonly timings: Timings;
}

/** A picture in the square of a model. */
type SeenSquare = Pick<PartScore, 'frame' | 'square' | 'uncorrected'>;

/** A view of a part, and its model. */
interface LoadedView {
  readonly extractor: Pick<FeatureExtractor, 'extract'>;
  readonly scorer: PictureScorer;
  readonly view: PartView;
}

/** How a part's pictures are scored. */
interface PartScorerOptions {
  readonly lookArea?: LookArea | undefined;
  readonly light?: LightCorrection | undefined;
  readonly aligner?: Aligner | undefined;
  readonly regionMoves?: boolean | undefined;
  readonly clock?: () => number;
}

/** Where to look in a picture, found in a first pass. */
interface Found {
  readonly area: LookArea | undefined;
  readonly placement: PartPlacement | null;
  readonly lookedShare: number | null;
  readonly times: Omit<Timings, 'map'>;
}

/** Scores pictures by all views of a part. */
export class PartScorer {
  readonly #views: readonly LoadedView[];
  readonly #clock: () => number;
  /**
   * Features of the last picture, for the next, one a view: large arrays bring the garbage collector
   * (measured). They are taken away while they are used, as pictures may overlap.
   */
  readonly #spares: (PictureFeatures | undefined)[] = [];
  readonly #lookArea: LookArea | undefined;
  readonly #light: LightCorrection | undefined;
  readonly #aligner: Aligner | undefined;
  readonly #regionMoves: boolean;
  /** Of the last picture, one a side of square: pictures of one camera lie alike. */
  readonly #frames = new Map<number, Frame>();

  /**
   * @param views - The first of them is the part itself.
   * @param extractors - One a view, which {@link release} leaves alone.
   * @param how - What of pictures is looked at, all of it by default; how light is corrected, not at all by
   *   default; what finds how parts lie, which is released with this, and whether what is looked at moves with
   *   them; milliseconds, for timings.
   */
  constructor(
    runtime: Runtime,
    views: readonly PartView[],
    extractors: readonly Pick<FeatureExtractor, 'extract'>[],
    { lookArea, light, aligner, regionMoves = false, clock = () => 0 }: PartScorerOptions = {},
  ) {
    this.#views = views.map((view, v) => {
      const scorer = new PictureScorer(runtime, view, view.settings);
      return { view, scorer, extractor: extractors[v] };
    });
    this.#clock = clock;
    this.#lookArea = lookArea;
    this.#light = light;
    this.#aligner = aligner;
    this.#regionMoves = regionMoves;
  }

  /**
   * Scores one picture.
   *
   * @param image - Of any size, shape [H, W, 3].
   * @param judged - Not zero where this picture is looked at, shape [H, W], of a part that looks at all of its
   *   pictures; everywhere by default. What is not is left out of both directions of matching, its pixels stay.
   */
  async score(image: RgbImage, judged?: Uint8Array): Promise<PartScore> {
    const aligner = this.#aligner;
    if (aligner === undefined || !this.#regionMoves) {
      return this.#score((view) => {
        const seen = this.#see(image, this.#frameOf(image, view));
        return judged ? { ...seen, frame: frameWhere(image, judged, view) } : seen;
      }, aligner);
    }
    const { area, placement, lookedShare, times } = await this.#find(image, aligner);
    const scored = await this.#score(({ settings }) =>
      this.#see(image, new Frame(image, squareSide(settings), settings.fit, area)),
    );
    const { preprocess, features, search, map } = scored.timings;
    const timings = {
      preprocess: preprocess + times.preprocess,
      features: features + times.features,
      search: search + times.search,
      map,
    };
    return { ...scored, placement, lookedShare, timings };
  }

  #see(image: RgbImage, frame: Frame): SeenSquare {
    const uncorrected = frame.squareOf(image);
    const square = this.#light
      ? correctLight({ square: uncorrected, frame }, this.#light)
      : uncorrected;
    return { frame, square, uncorrected };
  }

  /** The first pass: how the part lies as the first model sees it where it was learned, and where to look then. */
  async #find(image: RgbImage, aligner: Aligner): Promise<Found> {
    const lap = this.#laps();
    const [{ extractor, view }] = this.#views;
    const frame = this.#frameOf(image, view);
    const { square } = this.#see(image, frame);
    const preprocess = lap();
    const spare = this.#spares[0];
    this.#spares[0] = undefined;
    const all = await extractor.extract(square, spare);
    const { coarse } = lookAt(all, frame.looked, frame.size);
    const features = lap();
    const placement = await aligner.align({ coarse, frame });
    this.#spares[0] = all;
    const unmoved = this.#lookArea;
    const moved =
      placement && unmoved
        ? movedArea(unmoved, {
            similarity: aligner.steadied(placement),
            good: aligner.good,
            picture: image,
          })
        : null;
    const isInView = moved !== null && moved.share >= ALIGNMENT.leastLooked;
    return {
      area: isInView ? moved.area : unmoved,
      placement,
      lookedShare: moved && moved.share,
      times: { preprocess, features, search: lap() },
    };
  }

  /**
   * Scores a support picture as the part keeps it, in the first model's square, its light corrected.
   *
   * @param change - Made to it before.
   */
  async scoreSupport(
    { image, appearance }: Pick<SupportPicture, 'image' | 'appearance'>,
    change = (kept: RgbImage): RgbImage => kept,
  ): Promise<PartScore> {
    const changed = change(image);
    // Where only some is looked at, the square shows a window of the picture.
    const picture = this.#lookArea && appearance;
    return this.#score((view) => {
      const frame = this.#frameOf(picture ?? changed, view);
      const square = picture ? frame.filled(changed) : frame.squareOf(changed);
      return { frame, square, uncorrected: square };
    });
  }

  async #score(see: (view: PartView) => SeenSquare, aligner?: Aligner): Promise<PartScore> {
    const lap = this.#laps();
    const first = this.#views[0].view;
    const { frame, square, uncorrected } = see(first);
    const inputs = new Map([[squareSide(first.settings), { frame, square, uncorrected }]]);
    const measures: PictureMeasure[] = [];
    let placement: PartPlacement | null | undefined;
    const times = { preprocess: 0, features: 0, search: 0 };
    for (const [v, { extractor, scorer, view }] of this.#views.entries()) {
      const size = squareSide(view.settings);
      const input = inputs.get(size) ?? see(view);
      inputs.set(size, input);
      times.preprocess += lap();
      const spare = this.#spares[v];
      this.#spares[v] = undefined;
      const all = await extractor.extract(input.square, spare);
      const features = lookAt(all, input.frame.looked, size);
      times.features += lap();
      measures.push(await scorer.measure(features));
      if (v === 0)
        placement = await aligner?.align({ coarse: features.coarse, frame: input.frame });
      this.#spares[v] = all;
      times.search += lap();
    }
    const scores = this.#views.map(({ scorer }, v) => scorer.join(measures[v]));
    const scales = this.#views.map(({ view }) => view.scale);
    const joined = joinViews(scores, scales);
    return { ...joined, frame, square, uncorrected, placement, timings: { ...times, map: lap() } };
  }

  /** Frees the sessions of the searches. */
  async release(): Promise<void> {
    for (const { scorer } of this.#views) await scorer.release();
    await this.#aligner?.release();
  }

  #frameOf(picture: Size, { settings }: PartView): Frame {
    const size = squareSide(settings);
    const last = this.#frames.get(size);
    if (last?.picture.width === picture.width && last.picture.height === picture.height) {
      return last;
    }
    const frame = new Frame(picture, size, settings.fit, this.#lookArea);
    this.#frames.set(size, frame);
    return frame;
  }

  /** Gives the milliseconds since it was last asked. */
  #laps(): () => number {
    let last = this.#clock();
    return () => {
      const before = last;
      last = this.#clock();
      return last - before;
    };
  }
}

/**
 * A frame of which some is looked at. A fill like that of a part's own area would be an edge that no good picture
 * has, so it is asked where is looked, and not for the square.
 */
function frameWhere({ width, height }: Size, judged: Uint8Array, { settings }: PartView): Frame {
  const mask = { data: judged, width, height };
  const area = { include: null, ignore: [], mask };
  return new Frame({ width, height }, squareSide(settings), settings.fit, area);
}
