/**
 * The engine of a run: it turns pictures into feature maps and judges cells. It works on one task at
 * a time; a run has as many as the machine has cores for. All it takes and gives is plain data and
 * shared memory, so that it can live in a thread of its own.
 *
 * @module
 */
import type { ModelInfo } from '../../features/model-info.ts';
import type { LookArea } from '../../image/look-area.ts';
import type { RgbImage, Size } from '../../image/rgb-image.ts';
import type { Foreground } from '../../inspection/agreed-foreground.ts';
import type { SupportPicture } from '../../inspection/part.ts';
import type { Runtime } from '../../runtime.ts';
import type { CellAddress, CellForeground, EvaluationCell } from '../results/evaluation-result.ts';
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
  /** Width and height of each picture, 32-bit integers, shape [count, 2]. */
  readonly sizes: SharedArrayBuffer;
}

/** What of pictures is looked at. */
interface Looking {
  /** Undefined for all of them. */
  readonly lookArea: LookArea | undefined;
}

/** Some test pictures to turn into maps. */
export interface TestTask extends Looking {
  /** Key of the contenders' group. */
  readonly group: string;
  readonly pictures: readonly PlannedPicture[];
  /** Place of the first of them in the block. */
  readonly first: number;
  readonly block: TestBlock;
}

/** A support picture to augment and turn into maps. */
export interface SupportTask extends Looking {
  readonly group: string;
  readonly picture: PlannedPicture;
}

/** A support picture under every augmentation that any contender learns from. */
export interface SupportBlock {
  readonly picture: SupportPicture;
  /** Of the picture as it was read. */
  readonly size: Size;
  /** Names of the augmentations, in the order of the maps. */
  readonly augmentations: readonly string[];
  readonly maps: MapBlock;
  /** Decoding and preprocessing, seconds. */
  readonly readSeconds: number;
  /** Augmenting and extracting, one an augmentation, seconds. */
  readonly seconds: readonly number[];
}

/** A cell to compute. */
export interface CellTask extends Looking {
  readonly group: string;
  readonly address: CellAddress;
  /** The support set, as the result names it. */
  readonly supportPaths: readonly string[];
  readonly support: readonly SupportBlock[];
  readonly tests: TestBlock;
  /** Paths and labels of the test pictures. */
  readonly pictures: readonly Pick<PlannedPicture, 'path' | 'defect' | 'anomalous'>[];
  /** What of pictures counts in pixel figures; undefined for all of them. */
  readonly measured: LookArea | undefined;
  /** What the cell says of the foreground; undefined where none was to be found. */
  readonly foreground: CellForeground | undefined;
  /** What reading the test pictures and computing their maps took. */
  readonly times: StageTimes;
  /** Also give the anomaly maps that the report shows. */
  readonly withExamples: boolean;
}

/** A support set in which the part is to be found. */
export interface ForegroundTask extends Looking {
  readonly group: string;
  readonly pictures: readonly PlannedPicture[];
}

/** Where the part lies in a support set, or why that is not to be seen. */
export type FoundForeground = Foreground | { readonly refused: string };

/** A support set whose pictures are looked at. */
export interface OutlineTask extends Looking {
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
  /** Finds where the part lies in a support set. */
  findForeground(task: ForegroundTask): Promise<FoundForeground>;
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
