/**
 * What the page asks of the fleet that a station is in.
 *
 * @module
 */
import type { Counters } from './inspection-api.ts';

/** A line of the fleet: a station, or a worker. */
export interface FleetLine {
  readonly name: string;
  readonly kind: 'station' | 'worker';
  /** When it gave a sign of life last, ISO 8601. */
  readonly seen: string;
  /** Whether it gave none for a minute. */
  readonly isLost: boolean;
  /** Verdicts that it has not told the fleet. */
  readonly waiting: number;
  /** When the oldest of them was judged. */
  readonly oldest: string | null;
  /** Versions that judge there. */
  readonly parts: readonly {
    readonly name: string;
    readonly version: number;
    readonly sha256: string;
  }[];
  readonly counters: Omit<Counters, 'waiting'>;
  /** Pictures of the last hour. */
  readonly lastHour: number;
}

/** All lines of the fleet. */
export interface LinesApi {
  /**
   * By name.
   *
   * @param from - Verdicts from then on are counted, ISO 8601.
   */
  readonly list: (from: string, signal?: AbortSignal) => Promise<readonly FleetLine[]>;
}
