import type { ReviewKind } from '../../ports/review-api.ts';

const tabs = ['queue', 'decisions', 'regressions'] as const;
const kinds = ['fail', 'borderline', 'cannot judge'] as const;

/** What the address of the page says of what it shows. */
export interface ReviewSearch {
  readonly tab?: (typeof tabs)[number] | undefined;
  readonly kind?: ReviewKind | undefined;
}

/** Takes from an address what is right, and leaves the rest out. */
export function readReviewSearch(search: Readonly<Record<string, unknown>>): ReviewSearch {
  return {
    tab: tabs.find((tab) => tab === search['tab']),
    kind: kinds.find((kind) => kind === search['kind']),
  };
}
