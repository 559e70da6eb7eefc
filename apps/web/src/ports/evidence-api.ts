/**
 * What the page asks for evidence: charts of the production.
 *
 * @module
 */
import type { AcceptanceLimits, AcceptanceReport } from './acceptance-api.ts';
import type { Decision } from './review-api.ts';

/** What charts are drawn of. */
export interface ChartFilter {
  /** All versions by default, and the scores of the one that judges. */
  readonly version?: number | undefined;
  /** ISO 8601, inclusive. */
  readonly from?: string | undefined;
  /** ISO 8601, exclusive. */
  readonly to?: string | undefined;
  /** Such as `early=06:00-14:00,late=14:00-22:00`. */
  readonly shifts: string;
  readonly timeZone: string;
}

/** A share of what was counted, with its interval at 95 % confidence. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  /** Null where nothing was observed. */
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

/** What an hour or a shift came to. */
export interface ProductionPeriod {
  /** Local, such as `2026-03-29`. */
  readonly day: string;
  /** Hour or shift; empty where no shift is on. */
  readonly name: string;
  readonly inspections: number;
  readonly fail: Rate;
  readonly cannotJudge: Rate;
}

/** A stretch of points beyond a limit. */
export interface ChartAlarm {
  readonly chart: 'ewma' | 'cusum';
  /** Numbers of its first and last point. */
  readonly from: number;
  readonly to: number;
  readonly side: 'up' | 'down';
  /** Point from which on the shift may have begun; a CUSUM alone tells. */
  readonly since: number | null;
}

/** Scores of one version over time, in standard deviations of its first ones. */
export interface ControlChart {
  readonly version: number;
  /** Scores that the limits are made of. */
  readonly baseline: number;
  /** So few that false alarms come more often. */
  readonly isSmall: boolean;
  readonly ids: readonly string[];
  /** Milliseconds since 1970. */
  readonly times: readonly number[];
  /** score / threshold. */
  readonly ratios: readonly number[];
  readonly standard: readonly number[];
  readonly ewma: readonly number[];
  readonly ewmaLimits: readonly number[];
  readonly cusumUp: readonly number[];
  readonly cusumDown: readonly number[];
  readonly cusumLimit: number;
  readonly alarms: readonly ChartAlarm[];
}

/** A quantile of latencies, milliseconds. */
export interface Latency {
  readonly p: number;
  readonly value: number;
}

/** What the production of a part came to. */
export interface ProductionCharts {
  readonly inspections: number;
  /** Older inspections of the period that are too many to chart. */
  readonly omitted: number;
  readonly control: ControlChart | null;
  /** Why there is no control chart. */
  readonly withoutControl: {
    readonly reason: 'no-version' | 'few-scores' | 'scores-alike';
    readonly found: number;
    readonly expected: number;
  } | null;
  readonly hours: readonly ProductionPeriod[];
  readonly shifts: readonly ProductionPeriod[];
  readonly judging: readonly Latency[];
  readonly answer: readonly Latency[];
  /** Pictures a second; null where there are too few. */
  readonly mean: number | null;
  readonly peak: number;
}

/** One entry of the audit chain about an inspection. */
export interface TrailEntry {
  /** Its number in the chain. */
  readonly seq: number;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string;
  /** Such as `inspection.judged` or `review.decided`. */
  readonly action: string;
  /** What somebody decided. */
  readonly decision: Decision | null;
  readonly hash: string;
}

/** Evidence of what was inspected. */
export interface EvidenceApi {
  readonly charts: (
    partId: string,
    filter: ChartFilter,
    signal?: AbortSignal,
  ) => Promise<ProductionCharts>;
  /** What a version is accepted by, its terms in a language that the report has. */
  readonly acceptance: (
    part: { readonly id: string; readonly version: number },
    limits: AcceptanceLimits,
    language: string,
    signal?: AbortSignal,
  ) => Promise<AcceptanceReport>;
  /** What was done with an inspection, the oldest first. */
  readonly trail: (inspectionId: string, signal?: AbortSignal) => Promise<readonly TrailEntry[]>;
}
