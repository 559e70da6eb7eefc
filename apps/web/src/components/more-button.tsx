import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** Asks for the next page of a list; nothing where there is none. */
export function MoreButton({
  query: { hasNextPage, isFetchingNextPage, fetchNextPage },
  children,
}: {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly children: ReactNode;
}) {
  if (!hasNextPage) return null;
  return (
    <Button
      variant="default"
      loading={isFetchingNextPage}
      onClick={() => {
        void fetchNextPage();
      }}
    >
      {children}
    </Button>
  );
}
