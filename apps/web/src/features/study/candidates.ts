import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/api.tsx';
import { inspectionPages } from '../../app/inspection-pages.ts';
import type { StudyApi } from '../../ports/study-api.ts';

/** A picture that a study may have. */
export interface Candidate {
  readonly key: string;
  readonly name: string;
  readonly address: string;
  readonly source: { readonly inspection?: string; readonly sha256?: string };
}

/** Pictures that a study of a part may have: those that were just sent, and those of past inspections. */
export function useCandidates(partId: string, studies: StudyApi) {
  const { inspections } = useApi();
  const [sent, setSent] = useState<readonly Candidate[]>([]);
  const filter = { partId };
  const more = useInfiniteQuery(inspectionPages(inspections, filter));
  const upload = useMutation({
    mutationFn: async (files: readonly File[]) => {
      for (const file of files) {
        const { sha256, address } = await studies.upload({ name: file.name, blob: file });
        const candidate = { key: sha256, name: file.name, address, source: { sha256 } };
        setSent((before) => [...before.filter(({ key }) => key !== sha256), candidate]);
      }
    },
  });
  const past = (more.data?.pages ?? []).flatMap(({ items }) => items);
  const known = new Set<string>();
  const candidates = past.flatMap(({ id, name, thumbnail }) => {
    // The same picture sent twice has one address.
    if (thumbnail === null || known.has(thumbnail)) return [];
    known.add(thumbnail);
    return [{ key: id, name, address: thumbnail, source: { inspection: id } }];
  });
  return { candidates: [...sent, ...candidates], upload, more };
}
