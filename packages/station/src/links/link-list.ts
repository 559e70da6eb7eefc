import type { ConnectionLink } from '../api/connection.ts';
import type { EventHub } from '../event-hub.ts';
import type { StationMetrics } from '../metrics.ts';

/** Which connection is meant. */
export type LinkKey = Pick<ConnectionLink, 'role' | 'name'>;

/** A connection that begins. */
export interface OpenedLink extends LinkKey, Pick<ConnectionLink, 'kind'> {
  /** Where its other side is, for people, without a password. */
  readonly place?: string | undefined;
}

/** How a connection is that has begun. */
export interface KnownLink extends ConnectionLink {
  readonly place: string | null;
}

interface LinkListOptions {
  readonly events: EventHub;
  readonly metrics: StationMetrics;
  readonly now: () => string;
}

/**
 * How the other side of each connection is, as whoever keeps the connection says it; of one that is down, people are
 * told at once. It forgets with the process: a start knows nothing of the other side.
 */
export class LinkList {
  readonly #options: LinkListOptions;
  readonly #links = new Map<string, KnownLink>();

  constructor(options: LinkListOptions) {
    this.#options = options;
  }

  /** A connection begins: nothing is known of its other side yet. */
  open({ place, ...link }: OpenedLink): void {
    const since = this.#options.now();
    this.#set({ ...link, place: place ?? null, state: 'untried', fault: null, since });
  }

  /** Says what is wrong with the other side; undefined when it answers. Of one that never began nothing is kept. */
  report(key: LinkKey, fault: string | undefined): void {
    const link = this.#links.get(idOf(key));
    if (link === undefined) return;
    const state = fault === undefined ? 'up' : 'down';
    if (link.state === state && link.fault === (fault ?? null)) return;
    const since = link.state === state ? link.since : this.#options.now();
    this.#set({ ...link, state, fault: fault ?? null, since });
  }

  /** It has ended: it is not configured any more, or the station ends. */
  close(key: LinkKey): void {
    const link = this.#links.get(idOf(key));
    if (link === undefined) return;
    this.#links.delete(idOf(key));
    if (key.role === 'connector') this.#options.metrics.connected.remove({ connector: key.name });
    this.#tell({ ...link, state: 'off', fault: null, since: null });
  }

  /** Undefined where it has not begun. */
  get(key: LinkKey): KnownLink | undefined {
    return this.#links.get(idOf(key));
  }

  /** All that have begun. */
  list(): KnownLink[] {
    return [...this.#links.values()];
  }

  #set(link: KnownLink): void {
    const { role, name, state } = link;
    this.#links.set(idOf(link), link);
    const { connected } = this.#options.metrics;
    // What is not known yet is no alarm.
    if (role === 'connector' && state === 'untried') connected.remove({ connector: name });
    else if (role === 'connector') connected.set({ connector: name }, state === 'up' ? 1 : 0);
    this.#tell(link);
  }

  #tell({ place: _place, ...link }: KnownLink): void {
    this.#options.events.emit({ type: 'connection', connection: link });
  }
}

/** A connector may have the name of a trigger. */
function idOf({ role, name }: LinkKey): string {
  return `${role} ${name}`;
}
