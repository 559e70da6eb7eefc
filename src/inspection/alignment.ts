import type { Similarity } from '../image/similarity.ts';

/** How a part lies beside the first good picture. */
export interface Alignment {
  /**
   * How far it is turned, degrees clockwise, above -180 up to 180: of a part that looks alike at several angles the
   * least, null of one that looks alike at all.
   */
  readonly angle: number | null;
  /** How far its middle has moved to the right, pixels of the inspected picture. */
  readonly dx: number;
  /** How far its middle has moved down, pixels of the inspected picture. */
  readonly dy: number;
  /** How large it is, 1 as in the good picture. */
  readonly scale: number;
  /** How many patches agree with that. */
  readonly inliers: number;
}

/** How far the middle of a part may lie from its place. */
export interface OffsetLimit {
  /** In pixels of the first good picture, or millimetres. */
  readonly value: number;
  /** What it is in. */
  readonly unit: 'px' | 'mm';
}

/** What is asked of how parts lie; a part of which nothing is asked is not aligned. */
export interface AlignmentRequest {
  /** Most that a part may be turned either way, degrees; null for any angle. */
  readonly maxAngle: number | null;
  /** Most that the middle of a part may have moved; null for any distance. */
  readonly maxOffset: OffsetLimit | null;
  /** Whether where to look moves with the part. */
  readonly regionMoves: boolean;
}

/** An alignment, with what moves regions. */
export interface PartPlacement extends Alignment {
  /** Where places of the first good picture are, pixels of it whatever the size of the inspected one. */
  readonly similarity: Similarity;
}
