import { createStationClient, readAnswer, type StationClient } from '../api/client.ts';
import { ConflictError } from '../errors.ts';
import type { AccessPolicy } from '../server/access.ts';
import { createApp } from '../server/app.ts';
import type { Station } from '../station.ts';
import type { DemoClock } from './demo-clock.ts';
import { type JudgedPicture, reviewDemo } from './demo-reviews.ts';
import { drawGolden, type DrawnPicture, drawShift, SHIFT_PARTS } from './drawn-shift.ts';

/** Told how far the filling is. */
export type DemoProgress = (
  stage: 'drawing' | 'learning' | 'inspecting',
  done: number,
  total: number,
) => void;

export interface DemoFilling {
  readonly station: Station;
  /** That of the station. */
  readonly clock: DemoClock;
  readonly onProgress: DemoProgress;
  /** Ends it at its next step. */
  readonly signal: AbortSignal;
}

/** From one part to the next, milliseconds. */
const CYCLE = 300_000;
/** How far in the past the demo begins: the shift, and before it the time in which its part is learned. */
export const DEMO_BEHIND: number = (SHIFT_PARTS + 6) * CYCLE;
/** Seconds that a verdict is waited for before it is asked for again. */
const WAIT = '30';
/** Between two looks at the enrolment, milliseconds. */
const LOOK = 200;

/** Who fills it; the chain has it under this name. */
const POLICY: AccessPolicy = {
  login: false,
  callerOf: async () => ({
    actor: { id: 'demo', name: 'demo', role: 'engineer' },
    scopes: null,
    session: null,
  }),
};

/**
 * Fills a station as people and programs would, through its API: a part is learned from drawn good ones, a shift
 * of drawn parts is sent and judged, some of the verdicts are reviewed. Its clock runs through the shift meanwhile.
 *
 * @throws {@link Error} of the signal, if it was ended.
 * @throws {@link AnswerError} if somebody changed meanwhile what it works on.
 */
export async function fillDemo(filling: DemoFilling): Promise<void> {
  const { station, clock, onProgress, signal } = filling;
  const app = createApp(station, { policy: POLICY });
  const client = createStationClient('http://localhost', {
    fetch: async (input: string | URL | Request, init?: RequestInit) => app.request(input, init),
  });
  const { part, enrolment } = await beginToLearn(client);
  // Drawn while a thread learns.
  const shift: DrawnPicture[] = [];
  for await (const drawn of drawShift()) {
    signal.throwIfAborted();
    shift.push(drawn);
    onProgress('drawing', shift.length, SHIFT_PARTS);
  }
  await untilLearned(client, enrolment, filling);
  const judged: JudgedPicture[] = [];
  for (const [i, drawn] of shift.entries()) {
    signal.throwIfAborted();
    clock.catchUp((SHIFT_PARTS - i) * CYCLE);
    judged.push({ drawn, inspection: await inspect(client, { part, drawn, signal }) });
    onProgress('inspecting', judged.length, SHIFT_PARTS);
  }
  await reviewDemo(client, judged);
  clock.catchUp(0);
}

async function beginToLearn(client: StationClient): Promise<{ part: string; enrolment: string }> {
  const { id: part } = await readAnswer(client.api.parts.$post({ json: { name: 'bracket' } }));
  const pictures: { sha256: string; name: string }[] = [];
  for await (const { name, bytes: body } of drawGolden()) {
    const sent = client.api.pictures.$post({ query: { name } }, { init: { body } });
    pictures.push({ sha256: (await readAnswer(sent)).sha256, name });
  }
  const json = {
    pictures,
    preset: 'fast' as const,
    // They lie in a nest.
    settings: { pose: 'fixed' as const },
    note: 'drawn parts, for the demo',
    activate: true,
  };
  const created = client.api.parts[':part'].enrolments.$post({ param: { part }, json });
  return { part, enrolment: (await readAnswer(created)).id };
}

/** @throws {@link ConflictError} if nothing was learned. */
async function untilLearned(
  client: StationClient,
  enrolment: string,
  { onProgress, signal }: DemoFilling,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const asked = client.api.enrolments[':enrolment'].$get({ param: { enrolment } });
    const { state, progress, fault } = await readAnswer(asked);
    if (state === 'done') return;
    if (state !== 'waiting' && state !== 'running') {
      const why = fault?.message ?? `its enrolment is ${state}`;
      throw new ConflictError('learn the part of the demo', why, 'Start the demo again.');
    }
    if (progress !== null) onProgress('learning', progress.done, progress.total);
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

/** Sends a picture until it has a verdict: the same key is judged once. */
async function inspect(
  { api }: StationClient,
  { part, drawn, signal }: { part: string; drawn: DrawnPicture; signal: AbortSignal },
): Promise<JudgedPicture['inspection']> {
  const { name, bytes: body } = drawn;
  const query = { part, name, source: 'drawn shift', wait: WAIT };
  const header = { 'idempotency-key': `demo-${name}` };
  for (;;) {
    signal.throwIfAborted();
    const sent = api.inspections.$post({ query, header }, { init: { body } });
    const inspection = await readAnswer(sent);
    if (inspection.state !== 'waiting') return inspection;
  }
}
