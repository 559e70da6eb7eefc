import type { FileSource, NamedBlob } from './file-source.ts';
import type { Reason } from './inspection-api.ts';

/** A score of a good picture against what the others taught. */
export interface LeaveOneOutScore {
  readonly name: string;
  readonly score: number;
}

/** What a threshold is, and what it may claim. */
export interface ThresholdClaim {
  readonly threshold: number | null;
  /** Wanted share of good parts that fail. */
  readonly targetFalseReject: number;
  /** At 95 % confidence the false rejects are below this share. */
  readonly falseRejectBound: number;
  readonly provisional: boolean;
  /** Independent good pictures behind it. */
  readonly pictures: number;
  readonly morePicturesNeeded: number;
}

/** A corner, in shares of a picture's width and height, from 0 to 1. */
export type Corner = readonly [x: number, y: number];

/** A closed shape by its corners, at least three. */
export type Shape = readonly Corner[];

/** Where to look in pictures of a part. */
export interface LookArea {
  /** The shape that is looked at; null for the whole picture. */
  readonly include: Shape | null;
  /** Shapes that are not looked at. */
  readonly ignore: readonly Shape[];
}

/** Where a version looks. */
export interface LearnedLookArea extends LookArea {
  /** Whether a picture says where, too; that is in the part file alone. */
  readonly hasMask: boolean;
}

/** What a version asks of how parts lie. */
export interface LearnedAlignment {
  /** Degrees; null for any angle. */
  readonly maxAngle: number | null;
  /** Null for any distance. */
  readonly maxOffset: { readonly value: number; readonly unit: 'px' | 'mm' } | null;
}

/** One version of a part: a recipe. */
export interface PartVersion {
  readonly number: number;
  /** Where it comes from. */
  readonly origin: 'enrolment' | 'import' | 'calibration' | 'threshold';
  readonly isActive: boolean;
  readonly created: string;
  readonly createdBy: string | null;
  readonly note: string | null;
  readonly pose: string | null;
  readonly preset: string | null;
  readonly models: readonly string[];
  /** Null where it looks at whole pictures. */
  readonly lookArea: LearnedLookArea | null;
  /** What it does about light, and whether it divides by a picture of the empty background; null: nothing. */
  readonly light: { readonly method: LearnSettings['light']; readonly flat: boolean } | null;
  /** What it asks of how parts lie; null: nothing. */
  readonly alignment: LearnedAlignment | null;
  readonly claim: ThresholdClaim;
  readonly leaveOneOut: readonly LeaveOneOutScore[];
  /** The support set. */
  readonly pictures: readonly SupportPicture[];
  /** What is doubtful about its pictures. */
  readonly warnings: readonly Reason[];
  /** Scores of good pictures that were confirmed since. */
  readonly confirmed: readonly LeaveOneOutScore[];
}

/** What is doubtful about a picture before it is learned, or about all of them. */
export interface PictureDoubt extends Reason {
  /** Numbers of the pictures that it is about; empty where it is about all. */
  readonly pictures: readonly number[];
}

/** The work of learning a version. */
export interface Enrolment {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly created: string;
  readonly progress: LearnProgress | null;
  readonly error: Reason | null;
}

/** A golden sample. */
export interface SupportPicture {
  readonly name: string;
  readonly address: string | null;
}

/** What lists of parts show. */
export interface PartSummary {
  readonly id: string;
  readonly name: string;
  /** Number of the version that judges; null if none does. */
  readonly activeVersion: number | null;
  readonly versions: number;
  readonly created: string;
  /** Address of a golden sample. */
  readonly picture: string | null;
}

/** How a part is learned. */
export interface LearnSettings {
  readonly pose: 'auto' | 'fixed' | 'small' | 'right-angles' | 'free';
  readonly preset: 'fast' | 'balanced' | 'accurate';
  /** Null for whole pictures. */
  readonly lookArea: LookArea | null;
  /** What brings other light to that of the golden samples. */
  readonly light: 'none' | 'grey-world' | 'even' | 'invariant';
  /** Whether where the part lies is found, to look there alone. */
  readonly foreground: boolean;
  /** Null where nobody asks how parts lie. */
  readonly alignment: AlignmentLimits | null;
}

/** How far parts may lie from the first golden sample. */
export interface AlignmentLimits {
  /** Degrees; null for any angle. */
  readonly maxAngle: number | null;
  /** Pixels of the first golden sample; null for any distance. */
  readonly maxOffset: number | null;
}

/** How far a version has been learned. */
export interface LearnProgress {
  readonly stage: string;
  /** 0 to 1; null where it is not known. */
  readonly share: number | null;
}

/** How a version is made the one that judges. */
export interface Activation {
  /** Version that judges as far as the page knows; null if none does. */
  readonly expected: number | null;
  readonly reason: string;
  /** In spite of regression pictures that stand against it. */
  readonly override: boolean;
}

/** Parts and their versions. */
export interface PartsApi {
  readonly list: (signal?: AbortSignal) => Promise<readonly PartSummary[]>;
  readonly one: (id: string, signal?: AbortSignal) => Promise<PartSummary>;
  /** The newest first. */
  readonly versions: (id: string, signal?: AbortSignal) => Promise<readonly PartVersion[]>;
  readonly create: (name: string) => Promise<PartSummary>;
  /** What is doubtful about pictures as a support set; null where nobody can tell beforehand. */
  readonly check:
    | ((
        pictures: readonly NamedBlob[],
        lookArea: LookArea | null,
        signal?: AbortSignal,
      ) => Promise<readonly PictureDoubt[]>)
    | null;
  /** Where a version looks; null for whole pictures. */
  readonly lookArea: (
    id: string,
    version: number,
    signal?: AbortSignal,
  ) => Promise<LearnedLookArea | null>;
  /** Learning that is under way or did not come to a version, the newest first. */
  readonly unfinished: (id: string, signal?: AbortSignal) => Promise<readonly Enrolment[]>;
  /** Learns a new version; told of the progress until it is there. */
  readonly learn: (
    id: string,
    pictures: readonly NamedBlob[],
    settings: LearnSettings,
    onProgress: (progress: LearnProgress) => void,
  ) => Promise<void>;
  /** Makes a version judge, if the one judges that the page shows. */
  readonly activate: (id: string, version: number, activation: Activation) => Promise<void>;
  readonly rollBack: (id: string, expected: number | null) => Promise<void>;
  /** The part file of a version. */
  readonly exportFile: (id: string, version: number) => FileSource;
  readonly importFile: (id: string, file: NamedBlob) => Promise<void>;
}
