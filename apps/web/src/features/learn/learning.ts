import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { LearnProgress, LearnSettings } from '../../ports/parts-api.ts';
import type { ChosenPicture } from './chosen-pictures.ts';

/** What is to be learned. */
interface Lesson {
  /** The part; null for a new one. */
  readonly partId: string | null;
  readonly name: string;
  readonly pictures: readonly ChosenPicture[];
  readonly settings: LearnSettings;
}

/** How far it has come. */
export interface Learning {
  readonly start: (lesson: Lesson) => void;
  readonly isRunning: boolean;
  readonly progress: LearnProgress | null;
  readonly error: unknown;
}

/** Learns a version of a part, and calls `onLearned` with the part when it is there. */
export function useLearning(onLearned: (partId: string) => void): Learning {
  const { parts } = useApi();
  const client = useQueryClient();
  const [progress, setProgress] = useState<LearnProgress | null>(null);
  // A part that was made for a version that failed takes the next try.
  const [made, setMade] = useState<string | null>(null);
  const mutation = useMutation({
    mutationFn: async ({ partId, name, pictures, settings }: Lesson) => {
      const id = partId ?? made ?? (await parts.create(name)).id;
      if (partId === null) setMade(id);
      await parts.learn(id, pictures, settings, setProgress);
      return id;
    },
    onSuccess: async (id) => {
      await client.invalidateQueries({ queryKey: keys.parts });
      onLearned(id);
    },
    onSettled: () => {
      setProgress(null);
    },
  });
  return {
    start: mutation.mutate,
    isRunning: mutation.isPending,
    progress,
    error: mutation.error,
  };
}
