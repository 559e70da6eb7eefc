import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { ReviewItem, ReviewKind } from '../../ports/review-api.ts';

/** What is to be reviewed, and what of it is looked at. */
interface Queue {
  readonly items: readonly ReviewItem[];
  /** Stays what it is, whoever decides meanwhile: nobody's hand meets another picture than the eye. */
  readonly current: ReviewItem | null;
  /** Whether somebody else decided on it. */
  readonly isGone: boolean;
  readonly select: (item: ReviewItem | null) => void;
  /** Goes to the one behind the current one. */
  readonly advance: () => void;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  /** Asks for more; null where there are none. */
  readonly more: (() => void) | null;
}

/** The queue of a part, the oldest first. */
export function useReviewQueue(partId: string, kind: ReviewKind | undefined): Queue {
  const { reviews } = useApi();
  const [current, select] = useState<ReviewItem | null>(null);
  const query = useInfiniteQuery({
    queryKey: keys.reviewQueue(partId, kind),
    queryFn: async ({ pageParam, signal }) => {
      if (reviews === null) return { items: [], next: null };
      return reviews.queue({ partId, kind }, pageParam, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = items;
  if (current === null && first !== undefined) select(first);
  const at = items.findIndex(({ inspection }) => inspection.id === current?.inspection.id);
  return {
    items,
    current,
    isGone: current !== null && query.data !== undefined && at < 0,
    select,
    advance: () => {
      select(items[at + 1] ?? items.find((_, index) => index !== at) ?? null);
    },
    isLoading: query.isPending,
    error: query.data === undefined ? query.error : null,
    retry: () => {
      void query.refetch();
    },
    more: query.hasNextPage
      ? () => {
          void query.fetchNextPage();
        }
      : null,
  };
}
