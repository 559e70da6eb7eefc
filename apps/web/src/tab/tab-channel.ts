import type { InspectionSummary, LiveListener } from '../ports/inspection-api.ts';

/** What happened. */
type Happening =
  { readonly kind: 'part' | 'review' } | { readonly kind: 'inspection'; readonly id: string };

/** Tells what happens here to the page, and to other tabs of it. */
export class TabChannel {
  readonly #channel = new BroadcastChannel('fewgood');
  readonly #listeners = new Set<LiveListener>();

  /** @param load - Reads an inspection of another tab. */
  constructor(load: (id: string) => Promise<InspectionSummary>) {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Happening>) => {
      const tell = async () => {
        if (data.kind !== 'inspection') {
          const { kind } = data;
          this.#tell(({ onChange }) => onChange(kind));
        } else {
          const inspection = await load(data.id);
          this.#tell(({ onInspection }) => onInspection(inspection));
        }
      };
      // What is gone meanwhile is not told of.
      tell().catch(() => undefined);
    });
  }

  /** Tells the listener until the returned function is called. */
  listen(listener: LiveListener): () => void {
    this.#listeners.add(listener);
    listener.onConnection('live');
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A part was changed here. */
  partChanged(): void {
    this.#changed('part');
  }

  /** Something was decided here. */
  reviewChanged(): void {
    this.#changed('review');
  }

  #changed(kind: 'part' | 'review'): void {
    this.#tell(({ onChange }) => onChange(kind));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of the own origin alone
    this.#channel.postMessage({ kind } satisfies Happening);
  }

  /** An inspection was made here; others are told once it is kept. */
  inspected(inspection: InspectionSummary, isKept: boolean): void {
    this.#tell(({ onInspection }) => onInspection(inspection));
    if (!isKept) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of the own origin alone
    this.#channel.postMessage({ kind: 'inspection', id: inspection.id } satisfies Happening);
  }

  #tell(how: (listener: LiveListener) => void): void {
    for (const listener of this.#listeners) how(listener);
  }
}
