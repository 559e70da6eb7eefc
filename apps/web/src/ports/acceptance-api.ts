/**
 * What the page asks for the acceptance of a version.
 *
 * @module
 */
import type { Rate } from './evidence-api.ts';

/** What was agreed upon, as shares. */
export interface AcceptanceLimits {
  /** Of good parts sorted out. */
  readonly falseReject?: number | undefined;
  /** Of bad parts that pass. */
  readonly escape?: number | undefined;
}

/** What a version did with pictures of which people said what they show. */
export interface AcceptanceReport {
  readonly partName: string;
  readonly version: number;
  /** Of the part file. */
  readonly sha256: string;
  readonly threshold: number | null;
  readonly provisional: boolean;
  readonly created: string;
  readonly createdBy: string;
  /** Good pictures that it was learned from, and calibrated with. */
  readonly support: number;
  readonly confirmed: number;
  /** Who let it judge last. */
  readonly activation: { readonly at: string; readonly by: string; readonly reason: string } | null;
  readonly terms: readonly {
    readonly term: string;
    readonly name: string;
    readonly meaning: string;
    readonly share: Rate;
  }[];
  /** Whether the agreed limits are kept; null where none was agreed upon. */
  readonly kept: Readonly<Record<'falseReject' | 'escape', 'shown' | 'broken' | 'open' | null>>;
  readonly pictures: readonly {
    readonly inspection: string;
    readonly name: string;
    /** Address of a small one; null where it is no longer kept. */
    readonly thumbnail: string | null;
    readonly reference: 'good' | 'bad';
    readonly verdict: 'pass' | 'fail' | 'cannot judge';
    readonly ratio: number | null;
    readonly decidedBy: string;
    readonly decidedAt: string;
  }[];
  readonly leftOut: { readonly learned: number; readonly otherVersions: number };
  readonly repeatability: {
    readonly pictures: number;
    readonly judgements: number;
    readonly differing: number;
    readonly largestSpread: number | null;
  };
  readonly madeAt: string;
  readonly madeBy: string;
  /** Last entry of the audit chain then. */
  readonly head: { readonly seq: number; readonly hash: string };
}
