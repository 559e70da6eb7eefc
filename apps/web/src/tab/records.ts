/**
 * What the tab writes down of parts and inspections, beside their files.
 *
 * @module
 */
import type { InspectionDetail, Reason } from '../ports/inspection-api.ts';
import type { PartVersion } from '../ports/parts-api.ts';
import type { Proposal, Review } from '../ports/review-api.ts';

/** Which model features come from. */
export interface ModelName {
  readonly name: string;
  /** Of the model, as part files have it. */
  readonly sha256: string;
}

/** What a part file says, as far as the page shows it. */
export interface PartFacts extends Pick<
  PartVersion,
  'pose' | 'claim' | 'leaveOneOut' | 'confirmed'
> {
  readonly models: readonly ModelName[];
  readonly lookArea?: PartVersion['lookArea'];
  readonly light?: PartVersion['light'];
  readonly alignment?: PartVersion['alignment'];
  /** Names of the support set. */
  readonly support: readonly string[];
}

/** A version of a part. */
export interface VersionRecord {
  readonly number: number;
  readonly origin: PartVersion['origin'];
  /** Number of the version that it was made of; null for none. */
  readonly parent: number | null;
  /** ISO 8601. */
  readonly created: string;
  readonly note: string | null;
  readonly preset: string | null;
  readonly warnings: readonly Reason[];
  readonly facts: PartFacts;
}

/** A part. */
export interface PartRecord {
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly created: string;
  /** Number of the version that judges; null if none does. */
  readonly active: number | null;
  /** Versions that judged before, the last one last. */
  readonly before: readonly number[];
  /** The oldest first. */
  readonly versions: readonly VersionRecord[];
  /** Changes of which versions were made, the newest last; those that were taken back are left out. */
  readonly applied: readonly AppliedChange[];
}

/** A change of which a version was made. */
export interface AppliedChange extends Pick<Proposal, 'id' | 'base' | 'change'> {
  /** Number of the version that it became. */
  readonly version: number;
}

/** What somebody said of the verdict of an inspection. */
export type ReviewRecord = Omit<Review, 'partId' | 'by' | 'inspection'>;

/** An inspection without the addresses of its pictures, which hold as long as the page is open. */
export interface InspectionRecord extends Omit<
  InspectionDetail,
  'picture' | 'thumbnail' | 'overlay'
> {
  readonly hasPicture: boolean;
  readonly hasOverlay: boolean;
  /** What was said of it, the newest last. */
  readonly reviews: readonly ReviewRecord[];
}
