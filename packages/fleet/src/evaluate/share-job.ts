import { z } from 'zod';
import { SHARES } from '../centre/centre.ts';
import { readJob } from '../queue/job.ts';
import type { JobKind } from '../queue/job-queue.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Cells of an evaluation that are to be computed, as it travels. */
const shareJobSchema = z.object({
  type: z.literal('share'),
  format: z.literal(1),
  /** Hash of the share, by which its parts lie in the store. */
  id: sha256,
  /** What its evaluation is called. */
  request: z.string(),
  /** Of the category, for people. */
  category: z.string(),
});
export type ShareJob = z.infer<typeof shareJobSchema>;

/** Jobs of this kind. */
export const shareJobs: JobKind<ShareJob> = {
  names: SHARES,
  read: (text) => readJob(text, shareJobSchema),
};

/** A share as it lies in the store, with the files that it needs. */
export const storedShareSchema = z.object({
  /** As `EvaluationShare.read()` takes it. */
  text: z.string(),
  files: z.array(z.object({ file: z.string(), sha256, suffix: z.string() })),
});
export type StoredShare = z.infer<typeof storedShareSchema>;

/** The cells of a share, as they lie in the store. */
export const storedCellsSchema = z.array(z.string());
