/** A station with a part and three judged pictures, and short words for what people decide there. */
import { vi } from 'vitest';
import type { z } from 'zod';
import {
  AnswerError,
  type proposalRequestSchema,
  readAnswer,
  type ReviewRequest,
  type StationClient,
} from '../../packages/station/src/api/index.ts';
import { StationSample } from './station-sample.ts';

type Application = { readonly reason?: string; readonly override?: boolean };

export class ReviewSample {
  readonly sample: StationSample;
  /** Inspections by the keys that they were sent under. */
  readonly #ids = new Map<string, string>();

  private constructor(sample: StationSample) {
    this.sample = sample;
  }

  /** Sends a picture with a defect as `bad`, and two good ones as `good` and `next`. */
  static async create(): Promise<ReviewSample> {
    const sample = await StationSample.create();
    await sample.addPart();
    const reviews = ReviewSample.over(sample);
    for (const key of ['bad', 'good', 'next'] as const) await reviews.send(key, sample[key]);
    return reviews;
  }

  /** Sends nothing. */
  static over(sample: StationSample): ReviewSample {
    return new ReviewSample(sample);
  }

  get api(): StationClient['api'] {
    return this.sample.client.api;
  }

  get part(): { part: string } {
    return { part: this.sample.part };
  }

  /** Sends a picture, and gives its inspection. */
  async send(key: string, picture: Uint8Array) {
    const inspection = await readAnswer(this.sample.send(key, picture));
    this.#ids.set(key, inspection.id);
    return inspection;
  }

  async inspection(key: string) {
    return this.sample.station.inspections.get(this.#ids.get(key) ?? '');
  }

  async decide(
    key: string,
    decision: ReviewRequest['decision'],
    more: Partial<ReviewRequest> = {},
  ) {
    const inspection = this.#ids.get(key) ?? '';
    const json = { inspection, decision, expected: null, ...more };
    return readAnswer(this.api.reviews.$post({ json }));
  }

  async undo(review: string) {
    return readAnswer(this.api.reviews[':review'].undo.$post({ param: { review } }));
  }

  async activeVersion(): Promise<number | null> {
    return (await readAnswer(this.api.parts[':part'].$get({ param: this.part }))).activeVersion;
  }

  async activate(version: number, json: Application & { readonly expected?: number } = {}) {
    const param = { ...this.part, version: String(version) };
    const { activate } = this.api.parts[':part'].versions[':version'];
    return readAnswer(activate.$post({ param, json }));
  }

  /** Begins a proposal; its id. */
  async begin(change: z.input<typeof proposalRequestSchema>['change'], base = 1): Promise<string> {
    const json = { base, change };
    const { proposals } = this.api.parts[':part'];
    return (await readAnswer(proposals.$post({ param: this.part, json }))).id;
  }

  /** A proposal once it has ended. */
  async ended(proposal: string) {
    const get = this.api.proposals[':proposal'].$get;
    return vi.waitFor(
      async () => {
        const now = await readAnswer(get({ param: { proposal } }));
        if (now.state === 'waiting' || now.state === 'running') throw new Error('It runs still');
        return now;
      },
      { timeout: 120_000, interval: 50 },
    );
  }

  /** A proposal that was looked at to its end. */
  async propose(change: z.input<typeof proposalRequestSchema>['change'], base = 1) {
    return this.ended(await this.begin(change, base));
  }

  async apply(proposal: string, json: Application = {}) {
    return readAnswer(this.api.proposals[':proposal'].apply.$post({ param: { proposal }, json }));
  }

  async takeBack(proposal: string, json: Application = {}) {
    return readAnswer(this.api.proposals[':proposal'].undo.$post({ param: { proposal }, json }));
  }
}

/** What is wrong with a request that must not be answered with a success. */
export async function faultOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AnswerError)) throw new Error('It was answered with a success');
  return { status: error.status, ...error.notice };
}
