import { useStateHistory } from '@mantine/hooks';
import { useMemo } from 'react';
import { useLookArea } from '../../../app/look-area.ts';
import type { LearnedLookArea, LookArea } from '../../../ports/parts-api.ts';
import { WHOLE } from './look-shapes.ts';

/** Where the new version is to look, and how it came to that. */
export interface Region {
  readonly area: LookArea;
  /** What it began with: where the version looks that judges; null where that is everywhere, or there is none. */
  readonly inherited: LearnedLookArea | null;
  /** False until it is known what it begins with. */
  readonly isReady: boolean;
  readonly set: (area: LookArea) => void;
  /** Null where there is nothing to undo. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/** Where to look: as the version does that judges, until somebody draws something else. */
export function useRegion(
  part: { readonly id: string; readonly activeVersion: number | null } | null,
): Region {
  const learned = useLookArea(part?.id ?? null, part?.activeVersion ?? null);
  const [drawn, { set, back, forward }, { history, current }] = useStateHistory<LookArea | null>(
    null,
  );
  const inherited = learned.data ?? null;
  const { include, ignore } = drawn ?? inherited ?? WHOLE;
  // The same one as long as nothing changes, so that pictures are not looked at again.
  const area = useMemo(() => ({ include, ignore }), [include, ignore]);
  return {
    area,
    inherited,
    isReady: part === null || part.activeVersion === null || learned.isSuccess,
    set,
    undo: current === 0 ? null : () => back(),
    redo: current === history.length - 1 ? null : () => forward(),
  };
}
