/**
 * The engine of a run: it turns pictures into feature maps and judges cells. It works on one task at
 * a time; a run has as many as the machine has cores for. All it takes and gives is plain data and
 * shared memory, so that it can live in a thread of its own.
 *
 * @module
 */
import type { ModelInfo } from '../../features/model-info.ts';
import type { RgbImage } from '../../image/rgb-image.ts';
import type { SupportPicture } from '../../inspection/part.ts';
import type { Runtime } from '../../runtime.ts';
import type { CellAddress, EvaluationCell } from '../results/evaluation-result.ts';
import type { Contender } from './contender.ts';
import type { MapShape, MapBlock, MapFiles } from './map-block.ts';
import type { PlannedPicture } from './plan.ts';

/** What engines share from the start. */
export interface EngineSetup {
  readonly contenders: readonly Contender[];
  /** Of the backbones. */
  readonly models: readonly ModelInfo[];
  /** Their model files, in the same order. */
  readonly modelFiles: readonly Uint8Array[];
}

/** What an engine needs of the platform. */
export interface EnginePorts {
  readonly runtime: Runtime;
  /** Reads a picture by its file. */
  readonly readPicture: (file: string) => Promise<RgbImage>;
  readonly mapFiles: MapFiles;
  /** Milliseconds of any clock. */
  readonly clock: () => number;
}

/** Milliseconds of each picture by stage. */
export interface StageTimes {
  readonly decode: readonly number[];
  readonly preprocess: readonly number[];
  readonly features: readonly number[];
}

/** Test pictures of a category, ready to be judged. */
export interface TestBlock {
  readonly maps: MapBlock;
  /** Ground truth of each picture at S×S, shape [count, S, S]; null for a category without masks. */
  readonly masks: SharedArrayBuffer | null;
}

/** Some test pictures to turn into maps. */
export interface TestTask {
  /** Key of the contenders' group. */
  readonly group: string;
  readonly pictures: readonly PlannedPicture[];
  /** Place of the first of them in the block. */
  readonly first: number;
  readonly block: TestBlock;
}

/** A support picture to augment and turn into maps. */
export interface SupportTask {
  readonly group: string;
  readonly picture: PlannedPicture;
}

/** A support picture under every augmentation that any contender learns from. */
export interface SupportBlock {
  readonly picture: SupportPicture;
  /** Names of the augmentations, in the order of the maps. */
  readonly augmentations: readonly string[];
  readonly maps: MapBlock;
  /** Decoding and preprocessing, seconds. */
  readonly readSeconds: number;
  /** Augmenting and extracting, one an augmentation, seconds. */
  readonly seconds: readonly number[];
}

/** A cell to compute. */
export interface CellTask {
  readonly group: string;
  readonly address: CellAddress;
  /** The support set, as the result names it. */
  readonly supportPaths: readonly string[];
  readonly support: readonly SupportBlock[];
  readonly tests: TestBlock;
  /** Paths and labels of the test pictures. */
  readonly pictures: readonly Pick<PlannedPicture, 'path' | 'defect' | 'anomalous'>[];
  /** What reading the test pictures and computing their maps took. */
  readonly times: StageTimes;
  /** Also give the anomaly maps that the report shows. */
  readonly withExamples: boolean;
}

/** A support set whose pictures are looked at. */
export interface OutlineTask {
  readonly group: string;
  /** Id of the contender whose method looks. */
  readonly method: string;
  readonly pictures: readonly PlannedPicture[];
}

/** A finished cell. */
export interface CellOutcome {
  readonly cell: EvaluationCell;
  /**
   * Anomaly maps of the pictures that `chooseExamples` chooses, in its order, as ratios to one limit,
   * shape [n, S, S]; null unless asked for.
   */
  readonly examples: Float32Array | null;
}

/** Turns pictures into feature maps and judges cells, one task at a time. */
export interface Engine {
  /** Extents of the maps that a group of contenders takes. */
  shapes(group: string): Promise<readonly MapShape[]>;
  /** Whether the pictures ask a method to see parts at more pixels. */
  isEnlarged(task: OutlineTask): Promise<boolean>;
  /** Fills a part of a block. */
  extractTests(task: TestTask): Promise<StageTimes>;
  /** Computes the maps of a support picture. */
  extractSupport(task: SupportTask): Promise<SupportBlock>;
  /** Learns from the support set and judges every test picture. */
  evaluate(task: CellTask): Promise<CellOutcome>;
  /** Frees everything. */
  release(): Promise<void>;
}
