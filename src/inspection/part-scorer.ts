import type { FeatureExtractor } from '../features/feature-extractor.ts';
import type { PictureFeatures } from '../features/patch-features.ts';
import { Frame } from '../image/frame.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Runtime } from '../runtime.ts';
import type { Timings } from './inspection.ts';
import { type JoinedScore, joinViews } from './joined-score.ts';
import type { PartView } from './part.ts';
import { type PictureMeasure, PictureScorer } from './picture-scorer.ts';

/** Score of a picture with where the picture stands in the first model's square. */
export interface PartScore extends JoinedScore {
  /** How the picture lies in the square. */
  readonly frame: Frame;
  /** The picture in the square, shape [S, S, 3]. */
  readonly square: RgbImage;
  /** Milliseconds by stage, over all models. */
  readonly timings: Timings;
}

/** A view of a part, and its model. */
interface LoadedView {
  readonly extractor: Pick<FeatureExtractor, 'extract'>;
  readonly scorer: PictureScorer;
  readonly view: PartView;
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

  /**
   * @param views - The first of them is the part itself.
   * @param extractors - One a view, which {@link release} leaves alone.
   * @param clock - Milliseconds, for timings.
   */
  constructor(
    runtime: Runtime,
    views: readonly PartView[],
    extractors: readonly Pick<FeatureExtractor, 'extract'>[],
    clock: () => number = () => 0,
  ) {
    this.#views = views.map((view, v) => {
      const scorer = new PictureScorer(runtime, view, view.settings);
      return { view, scorer, extractor: extractors[v] };
    });
    this.#clock = clock;
  }

  /**
   * Scores one picture.
   *
   * @param image - Of any size, shape [H, W, 3].
   */
  async score(image: RgbImage): Promise<PartScore> {
    const lap = this.#laps();
    const { size, fit } = this.#views[0].view.settings;
    const frame = new Frame(image, size, fit);
    const square = frame.squareOf(image);
    const inputs = new Map([[size, square]]);
    const measures: PictureMeasure[] = [];
    const times = { preprocess: 0, features: 0, search: 0 };
    for (const [v, { extractor, scorer, view }] of this.#views.entries()) {
      const input = inputs.get(view.settings.size) ?? squareOf(image, view);
      inputs.set(view.settings.size, input);
      times.preprocess += lap();
      const spare = this.#spares[v];
      this.#spares[v] = undefined;
      const features = await extractor.extract(input, spare);
      times.features += lap();
      measures.push(await scorer.measure(features));
      this.#spares[v] = features;
      times.search += lap();
    }
    const scores = this.#views.map(({ scorer }, v) => scorer.join(measures[v]));
    const scales = this.#views.map(({ view }) => view.scale);
    const joined = joinViews(scores, scales);
    return { ...joined, frame, square, timings: { ...times, map: lap() } };
  }

  /** Frees the sessions of the searches. */
  async release(): Promise<void> {
    for (const { scorer } of this.#views) await scorer.release();
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

function squareOf(image: RgbImage, { settings: { size, fit } }: PartView): RgbImage {
  return new Frame(image, size, fit).squareOf(image);
}
