import { type Backbone, createBackbone } from '../../features/backbone.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import { SupportSetError } from '../../errors.ts';
import type { Frame } from '../../image/frame.ts';
import { type PlanarImage, toPlanar } from '../../image/planar.ts';
import type { RgbImage } from '../../image/rgb-image.ts';
import { findForeground } from '../../inspection/foreground.ts';
import { pictureHash } from '../../inspection/identity.ts';
import type { FramedMaps } from '../methods/method.ts';
import { type ContenderGroup, groupContenders } from './contender.ts';
import type {
  CellOutcome,
  CellTask,
  Engine,
  EnginePorts,
  EngineSetup,
  ForegroundTask,
  FoundForeground,
  OutlineTask,
  StageTimes,
  SupportBlock,
  SupportTask,
  TestTask,
} from './engine.ts';
import { evaluateCell } from './evaluate-cell.ts';
import { Frames } from './frames.ts';
import { uniteMasks } from './ground-truth.ts';
import { type MapShape, sharedBlock, storeMaps } from './map-block.ts';
import type { PlannedPicture } from './plan.ts';

/** A backbone that has run once, so that the next run is as fast as any. */
interface WarmBackbone {
  readonly sha256: string;
  readonly size: number;
  readonly backbone: Backbone;
}

/** A picture as a backbone takes it, and what that took. */
interface ReadPicture {
  readonly original: RgbImage;
  readonly frame: Frame;
  /** Shape [S, S, 3]. */
  readonly square: RgbImage;
  /** Shape [3, S, S]. */
  readonly planar: PlanarImage;
  /** Milliseconds. */
  readonly decode: number;
  /** Milliseconds. */
  readonly preprocess: number;
}

/** An engine in the thread of the caller. */
export class LocalEngine implements Engine {
  readonly #setup: EngineSetup;
  readonly #ports: EnginePorts;
  readonly #groups: ReadonlyMap<string, ContenderGroup>;
  #warm: WarmBackbone | undefined;

  constructor(setup: EngineSetup, ports: EnginePorts) {
    this.#setup = setup;
    this.#ports = ports;
    const groups = groupContenders(setup.contenders, setup.models);
    this.#groups = new Map(groups.map((group) => [group.key, group]));
  }

  async shapes(key: string): Promise<readonly MapShape[]> {
    const group = this.#group(key);
    const { size } = group.input;
    const backbone = await this.#backbone(group);
    const maps = await backbone.run(blank(size), group.levels);
    return maps.map(({ channels, height, width }, i) => {
      return { name: group.levels[i], channels, height, width };
    });
  }

  async findForeground({
    group: key,
    pictures,
    lookArea,
  }: ForegroundTask): Promise<FoundForeground> {
    const { model, input } = this.#group(key);
    const { runtime, readPicture } = this.#ports;
    const waiting = pictures.map(({ path, file }) => ({
      name: path,
      read: () => readPicture(file),
    }));
    const settings = { size: input.size };
    try {
      // As an enrolment finds it, whatever the methods do then.
      return await findForeground(waiting, {
        runtime,
        model: this.#fileOf(model),
        settings,
        lookArea,
      });
    } catch (error) {
      if (error instanceof SupportSetError) return { refused: error.message };
      throw error;
    }
  }

  async isEnlarged({ group: key, method: id, pictures, lookArea }: OutlineTask): Promise<boolean> {
    const group = this.#group(key);
    const method = group.methods.get(id);
    if (method?.enlargement === undefined) return false;
    const backbone = await this.#backbone(group);
    const levels = method.levels(group.model);
    const frames = new Frames(group.input, lookArea);
    const framed: FramedMaps[] = [];
    for (const picture of pictures.slice(0, method.enlargement.pictures)) {
      const { planar, frame } = await this.#read(picture, frames);
      const maps = await backbone.run(planar, levels);
      framed.push({ maps: new Map(maps.map((map, i) => [levels[i], map])), frame });
    }
    return method.enlargement.isAskedBy(framed, this.#ports.runtime);
  }

  async extractTests(task: TestTask): Promise<StageTimes> {
    const { group: key, pictures, first, block, lookArea } = task;
    const group = this.#group(key);
    const { size } = group.input;
    const frames = new Frames(group.input, lookArea);
    const sizes = new Int32Array(block.sizes);
    const backbone = await this.#backbone(group);
    const { clock, mapFiles } = this.#ports;
    const times: Record<keyof StageTimes, number[]> = { decode: [], preprocess: [], features: [] };
    for (const [i, picture] of pictures.entries()) {
      const { planar, frame, decode, preprocess } = await this.#read(picture, frames);
      sizes.set([frame.picture.width, frame.picture.height], 2 * (first + i));
      const start = clock();
      const maps = await backbone.run(planar, group.levels);
      times.features.push(clock() - start);
      times.decode.push(decode);
      times.preprocess.push(preprocess);
      await storeMaps(block.maps, first + i, maps, mapFiles);
      if (block.masks === null || picture.masks.length === 0) continue;
      const masks = await Promise.all(picture.masks.map(this.#ports.readPicture));
      const truth = uniteMasks(masks);
      const square = frames.of(truth).squareOfMask(truth);
      new Uint8Array(block.masks).set(square, (first + i) * size * size);
    }
    return times;
  }

  async extractSupport({ group: key, picture, lookArea }: SupportTask): Promise<SupportBlock> {
    const group = this.#group(key);
    const { augmentations, levels } = group;
    const backbone = await this.#backbone(group);
    const shapes = await this.shapes(key);
    const { clock, mapFiles } = this.#ports;
    const frames = new Frames(group.input, lookArea);
    const { original, square, planar, decode, preprocess } = await this.#read(picture, frames);
    const maps = sharedBlock(shapes, augmentations.length);
    const seconds: number[] = [];
    for (const [i, augmentation] of augmentations.entries()) {
      const start = clock();
      const pictureMaps = await backbone.run(augmentation.apply(planar), levels);
      seconds.push((clock() - start) / 1000);
      await storeMaps(maps, i, pictureMaps, mapFiles);
    }
    return {
      picture: { name: picture.path, sha256: pictureHash(original), image: square },
      size: { width: original.width, height: original.height },
      augmentations: augmentations.map(({ name }) => name),
      maps,
      readSeconds: (decode + preprocess) / 1000,
      seconds,
    };
  }

  evaluate(task: CellTask): Promise<CellOutcome> {
    return evaluateCell(task, this.#group(task.group), this.#ports);
  }

  async release(): Promise<void> {
    await this.#warm?.backbone.release();
    this.#warm = undefined;
  }

  #group(key: string): ContenderGroup {
    const group = this.#groups.get(key);
    if (group === undefined) throw new Error(`no contender of this run has the maps ${key}`);
    return group;
  }

  /** The backbone of a group; only one is held at a time. */
  async #backbone({ input, model, levels }: ContenderGroup): Promise<Backbone> {
    const { backbone: sha256, size } = input;
    if (this.#warm?.sha256 === sha256 && this.#warm.size === size) return this.#warm.backbone;
    await this.release();
    const backbone = await createBackbone(this.#ports.runtime, this.#fileOf(model), levels);
    await backbone.run(blank(size), levels);
    this.#warm = { sha256, size, backbone };
    return backbone;
  }

  #fileOf(model: ModelInfo): Uint8Array {
    const { models, modelFiles } = this.#setup;
    return modelFiles[models.indexOf(model)];
  }

  async #read({ file }: PlannedPicture, frames: Frames): Promise<ReadPicture> {
    const { clock, readPicture } = this.#ports;
    const start = clock();
    const original = await readPicture(file);
    const decoded = clock();
    const frame = frames.of(original);
    const square = frame.squareOf(original);
    const planar = toPlanar(square);
    const ready = clock();
    const [decode, preprocess] = [decoded - start, ready - decoded];
    return { original, frame, square, planar, decode, preprocess };
  }
}

/** A black picture of shape [3, S, S]. */
function blank(size: number): PlanarImage {
  return { data: new Float32Array(3 * size * size), width: size, height: size };
}
