/**
 * What the page asks of a station about what that is connected to.
 *
 * @module
 */

/** How the other side is: `down` is an alarm; of one that is `untried` nothing is known yet; `off` is not configured now. */
export type ConnectionCondition = 'up' | 'down' | 'untried' | 'off';

/** What the station is connected to. */
export interface StationConnection {
  /** Whether it is told verdicts or chooses parts, or is asked for pictures. */
  readonly role: 'connector' | 'trigger';
  readonly name: string;
  /** Such as `mqtt`; the page's catalogue has words for kinds that it knows. */
  readonly kind: string;
  readonly condition: ConnectionCondition;
  /** What is wrong, in words of the station; null where nothing is. */
  readonly fault: string | null;
  /** Since when it is so, ISO 8601; null where that is not known. */
  readonly since: string | null;
  /** Where the other side is; null where that is not said. */
  readonly place: string | null;
  /** How far verdicts are told; null where none are. */
  readonly told: {
    /** When the other side took one last. */
    readonly last: string | null;
    readonly waiting: number;
    /** When the oldest that waits was judged. */
    readonly oldest: string | null;
    /** How many the other side did not take. */
    readonly dead: number;
  } | null;
}

/** A verdict that the other side did not take. */
export interface UntakenVerdict {
  readonly inspectionId: string;
  /** What the other side said, in its words. */
  readonly fault: string;
  readonly time: string;
  /** Whether it will be sent once more. */
  readonly isAgain: boolean;
}

/** What the station is connected to, and what was not taken there. */
export interface ConnectionsApi {
  readonly list: (signal?: AbortSignal) => Promise<readonly StationConnection[]>;
  /** The last ones that a connector's other side did not take, the newest first. */
  readonly untaken: (name: string, signal?: AbortSignal) => Promise<readonly UntakenVerdict[]>;
  /** Sends all of them once more. */
  readonly retry: (name: string) => Promise<void>;
}
