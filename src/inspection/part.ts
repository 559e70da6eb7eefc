import type { HalfMatrix } from '../tensor/half-matrix.ts';
import type { Matrix } from '../tensor/matrix.ts';
import type { LightCorrection } from '../image/light.ts';
import type { LookArea } from '../image/look-area.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { ObjectLayout } from '../objects/layout.ts';
import type { ModelInfo } from '../features/model-info.ts';
import type { Appearance } from './appearance.ts';
import type { PartSettings } from './settings.ts';
import type { Sizing } from './defect-size.ts';
import type { AlignmentRequest } from './alignment.ts';

/** A good picture that a part was learned from. */
export interface SupportPicture {
  /** File name or any label. */
  readonly name: string;
  /** SHA-256 of the pixels' RGB bytes, hexadecimal. */
  readonly sha256: string;
  /** The picture as the first model sees it, shape [S, S, 3]: for the self-test and to show neighbours. */
  readonly image: RgbImage;
  /** What it looks like, and its size as it came; parts of fewgood 0.1.0 do not have it. */
  readonly appearance?: Appearance | undefined;
}

/** The memory bank of one level, with where each of its rows came from. */
export interface LevelBank {
  /** The level's name, or the names joined by `+` for concatenated levels. */
  readonly level: string;
  /** Patch features, shape [M, D]. */
  readonly bank: Matrix;
  /** Support picture of each row, shape [M]. */
  readonly pictures: Uint16Array;
  /** Augmentation (index into the part's list) of each row, shape [M]. */
  readonly augmentations: Uint16Array;
  /** Position in the grid, row · gridWidth + column, of each row, shape [M]. */
  readonly positions: Uint32Array;
  /** Rows of the grid. */
  readonly gridHeight: number;
  /** Columns of the grid. */
  readonly gridWidth: number;
  /** Largest distance of a support patch to the bank, in the space where centres were chosen. */
  readonly coveringRadius: number;
  /** Distance that is usual on good parts; the level's distances are divided by it. */
  readonly normalScale: number;
}

/** The copies of a support set as the coarsest level of its features shows them. */
export interface Copies {
  /** Copy after copy, rows of length 1, shape [C · gridHeight · gridWidth, D]. */
  readonly features: HalfMatrix;
  /** Support picture of each copy, shape [C]. */
  readonly pictures: Uint16Array;
  /** Augmentation (index into the part's list) of each copy, shape [C]. */
  readonly augmentations: Uint16Array;
  /** 1 for each copy that shows the part as its pose allows, 0 for the others, shape [C]. */
  readonly posed: Uint8Array;
  /** Rows of the grid. */
  readonly gridHeight: number;
  /** Columns of the grid. */
  readonly gridWidth: number;
}

/** What good pictures lack of each other, see `ReverseMatch`. */
export interface ReverseScale {
  /** Largest distance of a good picture: what a picture lacks is divided by it. */
  readonly largest: number;
  /** Times the largest above which the part is not there. */
  readonly margin: number;
  /** Anomaly score that is usual on good parts: what a unit of excess adds to a score, times the weight. */
  readonly usualScore: number;
}

/** The score of a good picture. */
export interface NormalScore {
  /** Which picture, and under which augmentation. */
  readonly name: string;
  /** SHA-256 of the picture's RGB bytes. */
  readonly sha256: string;
  /** Anomaly score. */
  readonly score: number;
  /** Largest value of the anomaly map, before division by the map limit. */
  readonly peak: number;
  /** What it lacks of good pictures, as ratios to the largest of the support set; null in a part without reverse matching. */
  readonly missing: {
    /** Of the whole picture. */
    readonly ratio: number;
    /** Largest value of the map of what is missing. */
    readonly peak: number;
  } | null;
  /** What a confirmed picture looks like, if its part asks for it. */
  readonly appearance?: Appearance | undefined;
}

/** How parts lie, as the support set shows it. */
export interface PoseFinding {
  /** The smallest policy that explains it. */
  readonly policy: 'fixed' | 'small' | 'free';
  /** Why, in words. */
  readonly evidence: string;
}

/** Where a confirmed picture is from. */
export interface PictureOrigin {
  /** When it was confirmed, ISO 8601; null if nobody said. */
  readonly date: string | null;
  /** A path, or what a person said of it; null if nobody said. */
  readonly origin: string | null;
}

/** A good picture that was confirmed after the part was learned. Part files of 0.1.0 say its score alone. */
export interface ConfirmedPicture extends NormalScore, PictureOrigin {
  /** Codes of what stood against taking it when a person accepted it; empty if nothing did. */
  readonly accepted: readonly string[];
  /** What near copies of it are recognised by, shape [64, 64]; null if the file has none. */
  readonly thumbnail: Uint8Array | null;
}

/** Scores of good pictures, and the thresholds that they set. */
export interface Calibration {
  /** Support pictures, plain and in other light, each against the bank built without its picture. */
  readonly leaveOneOut: readonly NormalScore[];
  /** Good pictures confirmed later, against the whole bank; no two are near copies of each other. */
  readonly confirmed: readonly ConfirmedPicture[];
  /** Wanted share of good parts that fail. */
  readonly targetFalseReject: number;
  /**
   * What makes the provisional threshold: the mean of the pictures' largest leave-one-out scores, or, in
   * parts of fewgood 0.1.0, the largest of all.
   */
  readonly rule: 'mean' | 'largest';
  /** Score above which a picture fails; null if nothing is known. */
  readonly threshold: number | null;
  /** Value of the anomaly map above which a pixel belongs to a defect; null if nothing is known. */
  readonly mapLimit: number | null;
  /** Ratio above which the part is not there; null without reverse matching. */
  readonly missingLimit: number | null;
  /** Value of the map of what is missing above which something is; null without reverse matching. */
  readonly missingMapLimit: number | null;
  /** True until the target holds at 95 % confidence. */
  readonly provisional: boolean;
  /** At 95 % confidence, the false rejects are below this share. */
  readonly falseRejectBound: number;
  /** Independent good pictures behind the bound. */
  readonly pictures: number;
  /** Further good pictures until the target can hold. */
  readonly morePicturesNeeded: number;
}

/** Stored scores of support pictures: a part that does not reproduce them refuses to judge. */
export interface SelfTest {
  /** Support picture, by number. */
  readonly picture: number;
  /** Its score against the whole bank when the part was made. */
  readonly score: number;
}

/** A part as one model sees it. */
export interface PartView {
  /** How it was learned. */
  readonly settings: PartSettings;
  /** The model that its features come from. */
  readonly model: ModelInfo;
  /** Names of the augmentations, in the order that the banks count them. */
  readonly augmentations: readonly string[];
  /** One bank a level. */
  readonly banks: readonly LevelBank[];
  /** What reverse matching and retrieval compare with; null in a part without either. */
  readonly copies: Copies | null;
  /** What reverse matching goes by; null in a part without it. */
  readonly reverse: ReverseScale | null;
  /** Anomaly score that is usual on good parts, by which scores and maps are divided; 1 in a part of one model. */
  readonly scale: number;
}

/** All that was learned of one part; its file is the recipe. The first of its views is its own. */
export interface Part extends PartView {
  /** The part as further models see it; empty in a part of one model. */
  readonly companions: readonly PartView[];
  /** Runtime that computed it. */
  readonly runtime: string;
  /** The support set. */
  readonly support: readonly SupportPicture[];
  /** How parts lie, where enrolment found that out; null where it was said. */
  readonly pose: PoseFinding | null;
  /**
   * Bits that 16-bit samples of its pictures use: they are read so. Null where no support picture has
   * more than 8 bits: then what each picture says of itself; 16 in parts that did not ask.
   */
  readonly sampleBits: number | null;
  /** What of its pictures is looked at; undefined for all of it. */
  readonly lookArea?: LookArea | undefined;
  /** How the light of its pictures is corrected, those of the support set before they were kept; undefined where it is not. */
  readonly light?: LightCorrection | undefined;
  /** How large its defects are; undefined if nobody said. */
  readonly sizing?: Sizing | undefined;
  /** What is asked of how it lies; undefined if it is not aligned. */
  readonly alignment?: AlignmentRequest | undefined;
  /** How several objects lie in its pictures, each of which is judged by itself; undefined where a picture shows one. */
  readonly layout?: ObjectLayout | undefined;
  /**
   * Of a part whose layout has places for several kinds, the parts of all kinds but the first, which is its own. They
   * have the same models, and neither layout nor kinds.
   */
  readonly kinds?: readonly Part[] | undefined;
  /** Threshold and what it guarantees. */
  readonly calibration: Calibration;
  /** Scores that must come out again. */
  readonly selfTest: readonly SelfTest[];
}
