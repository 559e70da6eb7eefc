import { hashOfJson } from '@fewgood/station/store';
import { z } from 'zod';
import { JOBS } from '../centre/centre.ts';
import type { JobKind } from './job-queue.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A picture that is to be judged, as it travels. */
const jobSchema = z.object({
  type: z.literal('judge'),
  /** Number of this format: a worker takes none that is newer than it knows. */
  format: z.literal(1),
  /** Hash of request, part version and picture: what is judged once. */
  id: sha256,
  request: z.string(),
  /** The version that was active when it was submitted. */
  part: z.object({ name: z.string(), sha256 }),
  /** The file, which lies in the store by the id of the job. */
  picture: z.object({ name: z.string(), sha256, bytes: z.int(), modified: z.string() }),
});
export type Job = z.infer<typeof jobSchema>;

/** Of what a job is made. */
export type JobSubject = Pick<Job, 'request' | 'part' | 'picture'>;

/** The id of a job: the same for the same picture, version and request. */
export function jobId({ request, part, picture }: JobSubject): string {
  return hashOfJson({ request, part: part.sha256, picture: picture.sha256 });
}

/** Writes a job as it travels. */
export function writeJob(subject: JobSubject): Job {
  const { request, part, picture } = subject;
  return { type: 'judge', format: 1, id: jobId(subject), request, part, picture };
}

/** Jobs of this kind. */
export const judgeJobs: JobKind<Job> = { names: JOBS, read: (text) => readJob(text, jobSchema) };

const headSchema = z.object({ format: z.number() });

/**
 * Reads a message.
 *
 * @param schema - Of the jobs that are taken.
 * @returns The job; `newer` where a newer version wrote it; `broken` where it is none.
 */
export function readJob<J>(text: string, schema: z.ZodType<J>): J | 'newer' | 'broken' {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'broken';
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const head = headSchema.safeParse(json);
  return head.success && head.data.format > 1 ? 'newer' : 'broken';
}
