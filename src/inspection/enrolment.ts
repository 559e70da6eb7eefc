import { assertNotCancelled } from '../cancellation.ts';
import { ArgumentRangeError } from '../errors.ts';
import { CALIBRATION, REVERSE, SELF_TEST } from '../hyperparameters.ts';
import { assertLightRequest } from '../image/light.ts';
import { assertLookArea } from '../image/look-area.ts';
import { assertAlignment } from './alignment-request.ts';
import { assertTargetFalseReject, calibrate } from './calibrate.ts';
import type { EnrolmentOptions, EnrolmentProgress } from './enrolment-options.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import { enrolmentWarnings } from './enrolment-warnings.ts';
import { withForeground } from './foreground.ts';
import { alignedPart } from './good-alignment.ts';
import { normalScores, usualScore } from './joined-score.ts';
import type { StepListener } from './learning.ts';
import { assertFits, joinEstimates, type MemoryEstimate } from './memory-estimate.ts';
import { loneWarnings } from './lone-picture.ts';
import { independentPictures } from './near-copies.ts';
import { type ReadModel, readModels } from './part-models.ts';
import type { Calibration, NormalScore, Part, PartView, SupportPicture } from './part.ts';
import { halfOutside, presenceMargin, presenceWarnings, tellsHalves } from './presence-limit.ts';
import type { PartSettings } from './settings.ts';
import { scoreSupport, type Sight, supportOf } from './sight.ts';
import { assertSizing, withSizing } from './sizing.ts';
import { type GoodPicture, heldBytes, seePictures } from './support-pictures.ts';
import { type SharedPose, ViewEnrolment } from './view-enrolment.ts';
import { companionSettings, completeSettings } from './view-settings.ts';

const DEFAULT_MEMORY_LIMIT = 4 * 2 ** 30;

/**
 * Learns a part from good pictures (thesis Algorithm 2): augments them, extracts patch features,
 * thins them to a memory bank a level, and finds a provisional threshold by leave-one-out.
 *
 * @param pictures - The support set, usually 2 to 8 pictures. Those that wait are read one after another, and
 *   none is held longer than it takes to see it.
 * @returns The part; one picture alone gives a threshold by its own turned copies, and none without such.
 * @throws {@link ArgumentRangeError} if there is no picture, a setting is out of range, a model is there twice, nothing is looked at, or light cannot be corrected so.
 * @throws {@link SupportSetError} if a picture is there twice, or shows no foreground that is asked for.
 * @throws {@link ShapeError} if an image does not hold its pixels.
 * @throws {@link CancelledError} if the signal says so.
 */
export async function enroll(
  pictures: readonly GoodPicture[],
  options: EnrolmentOptions,
): Promise<Part> {
  const enrolment = await Enrolment.create(pictures, await withForeground(pictures, options));
  try {
    return await enrolment.learn();
  } finally {
    await enrolment.release();
  }
}

/** What was learned at one size. */
interface Learned {
  readonly part: Part;
  /** What the first pictures lack with half of the part outside, as ratios to the largest leave-one-out distance. */
  readonly halves: readonly number[];
}

/** One support set on its way to a part; its steps are those of {@link Enrolment.learn}, in order. */
export class Enrolment {
  readonly #pictures: readonly GoodPicture[];
  /** One a model, that of the first one first. */
  readonly #views: readonly ViewEnrolment[];
  readonly #options: EnrolmentOptions;
  /** Pictures that stand apart from the others, in what was warned of. */
  readonly #odd = new Set<string>();

  private constructor(
    pictures: readonly GoodPicture[],
    views: readonly ViewEnrolment[],
    options: EnrolmentOptions,
  ) {
    this.#pictures = pictures;
    this.#views = views;
    this.#options = options;
  }

  /** Checks the options, and loads the models. */
  static async create(
    pictures: readonly GoodPicture[],
    options: EnrolmentOptions,
  ): Promise<Enrolment> {
    if (pictures.length === 0) throw new ArgumentRangeError('pictures', 0, 'at least one picture');
    const { runtime, model, companions = [], settings = {}, targetFalseReject } = options;
    const { lookArea, light, sizing, alignment, layout } = options;
    const models = readModels([model, ...companions], runtime.sha256);
    const first = completeSettings(models[0].info, settings);
    const ofViews = models.map(({ info }, v) =>
      v === 0 ? first : companionSettings(info, settings, first),
    );
    assertModelsDiffer(models);
    if (lookArea !== undefined) assertLookArea(lookArea);
    if (light !== undefined) assertLightRequest(light);
    if (sizing !== undefined) assertSizing(sizing);
    if (alignment !== undefined) assertAlignment(alignment, { lookArea, sizing, layout });
    if (targetFalseReject !== undefined) assertTargetFalseReject(targetFalseReject);
    return Enrolment.load(pictures, models, ofViews, options);
  }

  /**
   * Loads the models; none is left loaded if one fails.
   *
   * @param settings - Complete, one a model.
   */
  static async load(
    pictures: readonly GoodPicture[],
    models: readonly ReadModel[],
    settings: readonly PartSettings[],
    options: EnrolmentOptions,
  ): Promise<Enrolment> {
    const { runtime, lookArea } = options;
    const views: ViewEnrolment[] = [];
    const enrolment = new Enrolment(pictures, views, options);
    try {
      for (const [v, one] of models.entries()) {
        views.push(await ViewEnrolment.create(runtime, settings[v], { ...one, lookArea }));
      }
    } catch (error) {
      await enrolment.release();
      throw error;
    }
    return enrolment;
  }

  /** One a model, that of the first one first. */
  get views(): readonly ViewEnrolment[] {
    return this.#views;
  }

  /**
   * Learns from pictures that the models have seen before, as they saw them.
   *
   * @param seen - One a model, a picture each.
   * @param pose - How parts lie, which is known.
   */
  async learnAgain(seen: Sight['seen'], pose: SharedPose): Promise<Part> {
    return (await this.#learnFrom({ views: this.#views, seen }, pose)).part;
  }

  async learn(): Promise<Part> {
    const [sight, smaller] = await this.#see();
    const [{ settings, lookArea }] = sight.views;
    this.#warn(enrolmentWarnings(supportOf(sight), { ...settings, lookArea }));
    let chosen = await this.#learnFrom(sight);
    // Details are worth less than to notice that half of a part is missing.
    if (smaller && settings.presence === 'check' && !tellsHalves(chosen.halves)) {
      const again = await this.#learnFrom(smaller);
      if (tellsHalves(again.halves)) chosen = again;
    }
    const { part, halves } = chosen;
    if (settings.presence === 'check') {
      this.#warn(loneWarnings(part.calibration.leaveOneOut, part.support));
      this.#warn(presenceWarnings(halves, [...this.#odd]));
    }
    return alignedPart(withSizing(part, this.#options.sizing ?? {}), this.#options);
  }

  /** All that is learned of what the models see at one size. */
  async #learnFrom(sight: Sight, known?: SharedPose): Promise<Learned> {
    const { runtime } = this.#options;
    const support = supportOf(sight);
    const { scores, pose, ...learned } = await this.#learnViews(sight, known);
    const [first, ...companions] = learned.views;
    // With the model that decides whether the part is there.
    const half = await scoreSupport(
      runtime,
      { ...sight, learned: [first] },
      REVERSE.halves,
      halfOutside,
    );
    const halves = half.map(({ missing }) => missing?.ratio ?? 0);
    const reverse = first.reverse && { ...first.reverse, margin: presenceMargin(halves) };
    const selfTest = await scoreSupport(
      runtime,
      { ...sight, learned: learned.views },
      SELF_TEST.pictures,
    );
    const part = {
      ...first,
      reverse,
      companions,
      runtime: runtime.name,
      support,
      pose,
      sampleBits: this.#options.sampleBits ?? null,
      ...(this.#options.lookArea && { lookArea: this.#options.lookArea }),
      ...(sight.light && { light: sight.light }),
      ...(this.#options.layout && { layout: this.#options.layout }),
      calibration: this.#calibrate(scores, support, reverse?.margin ?? null),
      selfTest: selfTest.map(({ score }, picture) => ({ picture, score })),
    };
    return { part, halves };
  }

  async release(): Promise<void> {
    for (const view of this.#views) await view.release();
  }

  /** What the models see: at the size that the pictures ask for, then at the models' own if that is another. */
  async #see(): Promise<[Sight, Sight?]> {
    const { onEstimate, foreground } = this.#options;
    const views = this.#views;
    const [first] = views;
    const estimate = await this.#estimateMemory(views);
    if (first.enlarged() === null) {
      onEstimate?.(estimate);
      const { seen, light } = await seePictures(this.#pictures, [views], this.#options);
      return [{ views, seen: seen[0], light }];
    }
    const larger = views.map((view) => view.enlarged() ?? view);
    const { seen, light } = await seePictures(this.#pictures, [views, larger], this.#options);
    const usual = { views, seen: seen[0], light };
    // A foreground stands out, or it would not have been found; its borders are no longer seen.
    const isLarger = foreground === 'auto' || (await first.isOutlined(usual.seen[0]));
    onEstimate?.(isLarger ? await this.#estimateMemory(larger) : estimate);
    return isLarger ? [{ views: larger, seen: seen[1], light }, usual] : [usual];
  }

  /** Refuses what would not fit. */
  async #estimateMemory(views: readonly ViewEnrolment[]): Promise<MemoryEstimate> {
    const { readingBytes = 0, memoryLimit = DEFAULT_MEMORY_LIMIT } = this.#options;
    const pictures = heldBytes(this.#pictures) + readingBytes;
    const estimates: MemoryEstimate[] = [];
    for (const view of views) {
      estimates.push(await view.estimateMemory(this.#pictures.length));
    }
    const estimate = joinEstimates(estimates, pictures);
    assertFits(estimate, memoryLimit);
    return estimate;
  }

  /** One model after the other; how parts lie is found out with the first. */
  async #learnViews(
    { views, seen }: Sight,
    known?: SharedPose,
  ): Promise<
    Pick<Part, 'pose'> & {
      readonly views: readonly PartView[];
      readonly scores: readonly NormalScore[];
    }
  > {
    const [first, ...others] = views;
    const learned = [await first.learn(seen[0], this.#listeners(first), known)];
    const pose = known ?? first.poseOf(learned[0]);
    for (const [v, view] of others.entries()) {
      learned.push(await view.learn(seen[v + 1], this.#listeners(view), pose));
    }
    const leftOut = learned.map((one) => one.leftOut);
    const scales = others.length === 0 ? [1] : leftOut.map(usualScore);
    return {
      views: views.map((view, v) => view.toView(learned[v], scales[v])),
      scores: normalScores(leftOut, scales),
      pose: learned[0].pose,
    };
  }

  #warn(warnings: readonly EnrolmentWarning[]): void {
    for (const warning of warnings) {
      const { picture } = warning.facts;
      if (warning.code !== 'near-copy' && typeof picture === 'string') this.#odd.add(picture);
      this.#options.onWarning?.(warning);
    }
  }

  #calibrate(
    leaveOneOut: readonly NormalScore[],
    support: readonly SupportPicture[],
    margin: number | null,
  ): Calibration {
    return calibrate({
      leaveOneOut,
      supportPictures: independentPictures(support),
      confirmed: [],
      presenceMargin: margin,
      targetFalseReject: this.#options.targetFalseReject ?? CALIBRATION.targetFalseReject,
    });
  }

  #listeners({
    extractor: { model },
  }: ViewEnrolment): Record<'onFeatures' | 'onCoreset' | 'onScored', StepListener> {
    return {
      onFeatures: this.#listener('features', model.name),
      onCoreset: this.#listener('coreset', model.name),
      onScored: this.#listener('leave-one-out', model.name),
    };
  }

  /** Tells of a step, which is also where the work can be stopped. */
  #listener(stage: EnrolmentProgress['stage'], model: string): StepListener {
    return (done, total) => {
      this.#options.onProgress?.({ stage, model, done, total });
      assertNotCancelled(this.#options.signal, 'enrol', `${done} of ${total} steps of ${stage}`);
    };
  }
}

function assertModelsDiffer(models: readonly ReadModel[]): void {
  const hashes = new Set<string>();
  for (const { info } of models) {
    if (hashes.has(info.sha256)) {
      throw new ArgumentRangeError('companions', info.name, 'models that differ, each once');
    }
    hashes.add(info.sha256);
  }
}
