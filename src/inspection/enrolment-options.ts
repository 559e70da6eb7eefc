import type { CancelSignal } from '../cancellation.ts';
import type { LightRequest } from '../image/light.ts';
import type { LookArea } from '../image/look-area.ts';
import type { ObjectLayout } from '../objects/layout.ts';
import type { Runtime } from '../runtime.ts';
import type { EnrolmentWarning } from './enrolment-warning.ts';
import type { MemoryEstimate } from './memory-estimate.ts';
import type { PartSettings } from './settings.ts';
import type { AlignmentRequest } from './alignment.ts';
import type { SizingOptions } from './defect-size.ts';
import type { Foreground } from './agreed-foreground.ts';

/** How far an enrolment is. */
export interface EnrolmentProgress {
  /** What is being done; a part of several models goes through all stages with each. */
  readonly stage: 'features' | 'coreset' | 'leave-one-out';
  /** Name of the model that it is done with. */
  readonly model: string;
  /** Steps done. */
  readonly done: number;
  /** Steps of this stage. */
  readonly total: number;
}

/** What enrolment needs besides the pictures. */
export interface EnrolmentOptions {
  /** ONNX Runtime. */
  readonly runtime: Runtime;
  /** A model file of `fewgood model import`. */
  readonly model: Uint8Array;
  /** Further models: their scores and maps, each divided by what is usual on good parts, are averaged with the first one's. */
  readonly companions?: readonly Uint8Array[];
  /** Settings that differ from the model's defaults and, for the rest, `DEFAULT_SETTINGS`; a companion's own defaults come before them. */
  readonly settings?: Partial<PartSettings>;
  /** What of the pictures is looked at, now and in every inspection; all of it by default. */
  readonly lookArea?: LookArea | undefined;
  /** `auto` finds where the part lies, see `findForeground()`, and looks there alone; nothing is found by default. */
  readonly foreground?: 'auto' | undefined;
  /** What is done about light, now and in every inspection; nothing by default. The looks that are checked are those of corrected pictures then. */
  readonly light?: LightRequest | undefined;
  /** How the objects lay in the pictures that these were cut out of, see `enrollObjects`; each shows one by default. */
  readonly layout?: ObjectLayout | undefined;
  /** How large defects are, in pixels of the first picture; nothing is said of it by default. */
  readonly sizing?: SizingOptions | undefined;
  /** What is asked of how parts lie beside the first picture; they are not aligned by default. */
  readonly alignment?: AlignmentRequest | undefined;
  /** Wanted share of good parts that fail, in (0, 1). */
  readonly targetFalseReject?: number;
  /** Bits that 16-bit samples of the pictures were read with, see {@link Part.sampleBits}; null by default. */
  readonly sampleBits?: number | null;
  /** Bytes that reading the largest picture takes, if pictures are read as they are needed; 0 by default. */
  readonly readingBytes?: number;
  /** Refuse to start above this, bytes. */
  readonly memoryLimit?: number;
  /** Told of the memory needed before it is used. */
  readonly onEstimate?: (estimate: MemoryEstimate) => void;
  /** Told where the part lies, if that was to be found. */
  readonly onForeground?: (foreground: Foreground) => void;
  /** Told of each thing that is doubtful about the pictures: of their looks before the work begins, of what can be seen missing at its end. */
  readonly onWarning?: (warning: EnrolmentWarning) => void;
  /** Told of progress. */
  readonly onProgress?: (progress: EnrolmentProgress) => void;
  /** Ends the work at its next step when it is aborted. */
  readonly signal?: CancelSignal;
}
