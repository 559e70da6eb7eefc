/**
 * What a page and its worker say to each other.
 *
 * @module
 */
import type {
  CalibratedPart,
  CalibrationOptions,
  HeldPicture,
  RepeatedPicture,
} from '../inspection/calibrate-part.ts';
import type { PictureOrigin } from '../inspection/part.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { EnrolmentOptions, EnrolmentProgress } from '../inspection/enrolment-options.ts';
import type { EnrolmentWarning } from '../inspection/enrolment-warning.ts';
import type { Inspection } from '../inspection/inspection.ts';
import type { MemoryEstimate } from '../inspection/memory-estimate.ts';
import type { DecodedImage } from '../image/decoded-image.ts';
import type { Reply } from '../remote-error.ts';
import type { BrowserRuntimeOptions } from './browser-runtime.ts';
import type { EngineTrial } from './engine-trial.ts';
import type { DecodingOptions } from './picture-decoder.ts';

/** A picture for the worker: a file, a frame of a camera, which the worker takes over, or pixels. */
export type PageContent = Blob | ImageBitmap | VideoFrame | RgbImage;

/** A picture with what messages and reports call it. */
export interface PagePicture {
  readonly name: string;
  readonly content: PageContent;
}

/** What the worker computes with. */
export interface WorkerStart extends Omit<BrowserRuntimeOptions, 'model'> {
  /** The model file, shape [size]. */
  readonly model: Uint8Array;
  /** Further models of parts of several. */
  readonly companions?: readonly Uint8Array[];
}

/** What the worker computes with, as it has started. */
export interface EngineFacts {
  /** Of the runtime, as part files and results have it. */
  readonly runtime: string;
  readonly threads: number;
  /** How the engines did; null where none was tried. */
  readonly trial: EngineTrial | null;
}

/** What an enrolment in a worker goes by: what of its options is plain data. */
export interface WorkerEnrolment
  extends
    Pick<
      EnrolmentOptions,
      | 'settings'
      | 'targetFalseReject'
      | 'sampleBits'
      | 'memoryLimit'
      | 'lookArea'
      | 'light'
      | 'foreground'
      | 'alignment'
    >,
    Pick<DecodingOptions, 'maxPixels' | 'lenient'> {}

/** A picture of a good part, and where it is from. */
export interface ConfirmedContent extends PagePicture, Partial<PictureOrigin> {}

/** What a calibration in a worker goes by. */
export interface WorkerCalibration
  extends CalibrationOptions, Pick<DecodingOptions, 'maxPixels' | 'lenient'> {}

/** A part that was calibrated in a worker, and what became of each picture, by their names. */
export interface WorkerCalibrated extends Pick<CalibratedPart, 'change'> {
  /** The part file with its new threshold, shape [size]; null where no picture was taken. */
  readonly part: Uint8Array | null;
  readonly taken: readonly string[];
  readonly repeated: readonly (Pick<RepeatedPicture, 'is'> & {
    readonly name: string;
    /** What it repeats. */
    readonly of: string;
  })[];
  /** While there is one, no picture is taken. */
  readonly held: readonly (Pick<HeldPicture, 'objections'> & { readonly name: string })[];
}

/** A picture that was judged. */
export interface JudgedPicture {
  readonly inspection: Inspection;
  /** What was judged, shape [H, W, 3]. */
  readonly image: DecodedImage;
  /** Milliseconds of reading it. */
  readonly decode: number;
}

/** What a worker is asked for. */
export type WorkerRequest =
  | { readonly call: 'start'; readonly options: WorkerStart }
  | {
      readonly call: 'enrol';
      readonly pictures: readonly PagePicture[];
      readonly options: WorkerEnrolment;
    }
  | { readonly call: 'open'; readonly part: Uint8Array; readonly name: string }
  | {
      readonly call: 'inspect';
      readonly picture: PagePicture;
      readonly options: DecodingOptions;
    }
  | {
      readonly call: 'calibrate';
      readonly pictures: readonly ConfirmedContent[];
      readonly options: WorkerCalibration;
    };

/** What it answers, by what it was asked for. */
export interface WorkerAnswers {
  readonly start: EngineFacts;
  /** The part file, shape [size]. */
  readonly enrol: Uint8Array;
  readonly open: undefined;
  readonly inspect: JudgedPicture;
  readonly calibrate: WorkerCalibrated;
}

/** What an enrolment tells on its way. */
export type WorkerEvent =
  | { readonly progress: EnrolmentProgress }
  | { readonly warning: EnrolmentWarning }
  | { readonly estimate: MemoryEstimate };

/** From the page. */
export type PageMessage =
  { readonly id: number; readonly request: WorkerRequest } | { readonly cancel: number };

/** From the worker. */
export type WorkerMessage =
  | { readonly id: number; readonly reply: Reply }
  | { readonly id: number; readonly event: WorkerEvent };
