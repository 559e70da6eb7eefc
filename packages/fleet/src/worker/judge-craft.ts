import type { FaultRecord, InspectionRecord } from 'fewgood';
import { JobError } from '../errors.ts';
import { type Fleet, now } from '../fleet.ts';
import type { Job } from '../queue/job.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import type { FleetJudge } from './fleet-judge.ts';
import type { Again, Craft } from './worker.ts';

/** Judges pictures: one is judged while the next is fetched and the verdict of the last one is kept. */
export class JudgeCraft implements Craft<Job> {
  readonly slots = 2;
  readonly queue: JobQueue<Job>;
  /** Pictures whose verdict it gave. */
  judged = 0;
  readonly #fleet: Fleet;
  readonly #judge: FleetJudge;
  readonly #worker: string;

  /** @param worker - What it is called in verdicts. */
  constructor(fleet: Fleet, judge: FleetJudge, worker: string) {
    this.queue = fleet.queue;
    this.#fleet = fleet;
    this.#judge = judge;
    this.#worker = worker;
  }

  readonly nameOf = ({ picture }: Job): string => picture.name;

  readonly isDone = async ({ id }: Job): Promise<boolean> => this.#fleet.verdicts.has(id);

  readonly do = async (job: Job, deliveries: number, again: Again): Promise<void> => {
    const { pictures, verdicts } = this.#fleet;
    const bytes = await again(async () => pictures.read(job.id));
    if (bytes === undefined) throw new JobError(job.id, 'its picture is not in the store');
    const start = performance.now();
    const record = await again(async () => this.#judge.judge(job, bytes));
    const milliseconds = performance.now() - start;
    const isKept = await again(async () =>
      verdicts.keep({
        picture: job.picture.sha256,
        part: job.part.sha256,
        request: job.request,
        job: job.id,
        ...outcomeOf(record),
        record: JSON.stringify(record),
        worker: this.#worker,
        judgedAt: now(),
        milliseconds,
        deliveries,
      }),
    );
    if (isKept) this.judged++;
  };

  readonly finish = async ({ id }: Job): Promise<void> => this.#fleet.pictures.remove(id);
}

function outcomeOf(record: InspectionRecord | FaultRecord): {
  readonly verdict: string;
  readonly score: number | null;
} {
  if ('error' in record) return { verdict: 'error', score: null };
  return { verdict: record.verdict, score: record.score };
}
