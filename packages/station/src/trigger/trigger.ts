import { randomUUID } from 'node:crypto';
import { FewgoodError } from 'fewgood';
import type { Notice } from '../api/common.ts';
import type { StationInspection } from '../api/inspection.ts';
import type { Actor } from '../api/role.ts';
import type { TriggerAnswer, TriggerState } from '../api/trigger.ts';
import { ConflictError, UnavailableError } from '../errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { Intake } from '../judging/intake.ts';
import type { LinkList } from '../links/link-list.ts';
import type { StationMetrics } from '../metrics.ts';
import type { StationDatabase } from '../store/database.ts';
import type { PartList } from '../store/part-list.ts';
import { partNamed } from '../store/part-named.ts';
import { CameraPictures } from './camera-pictures.ts';
import { FolderPictures } from './folder-pictures.ts';
import type { FreshPictures } from './fresh-pictures.ts';
import type { TriggerSettings } from './trigger-settings.ts';

/** What a trigger works with. */
export interface TriggerStation {
  readonly database: StationDatabase;
  readonly parts: PartList;
  readonly intake: Intake;
  readonly metrics: StationMetrics;
  readonly events: EventHub;
  readonly links: LinkList;
}

/** Who triggers, and what for. */
export interface TriggerCall {
  readonly actor: Actor;
  /** By which part it is judged: an id, or a name; that of the settings by default. */
  readonly part?: { readonly id: string } | { readonly name: string } | undefined;
  readonly correlation?: string | undefined;
}

interface TriggerTools {
  readonly station: TriggerStation;
  readonly log: (line: string) => void;
  /** Told of errors that are bugs. */
  readonly onBug: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** How far a trigger is. */
interface Progress {
  isPictured: boolean;
  inspection: StationInspection | undefined;
}

type Outcome = Partial<Omit<TriggerAnswer, 'trigger' | 'correlation' | 'ms'>>;

/** Takes one picture when it is asked to, and answers with its verdict, or with why there is none, in time. */
export class Trigger {
  readonly settings: TriggerSettings;
  readonly #pictures: FreshPictures;
  readonly #tools: TriggerTools;
  #isBusy = false;

  constructor(settings: TriggerSettings, tools: TriggerTools) {
    const { source } = settings;
    this.settings = settings;
    this.#tools = tools;
    this.#pictures =
      source.kind === 'camera' ? new CameraPictures(source) : new FolderPictures(source);
  }

  get state(): TriggerState {
    const { name, part = null, deadlineSeconds } = this.settings;
    const { name: source, fault = null } = this.#pictures;
    const up = fault === null;
    return { name, source, part, deadlineSeconds, up, fault, busy: this.#isBusy };
  }

  /**
   * Keeps its pictures coming until the signal.
   *
   * @throws {@link FileError} if its folder is missing at the start.
   */
  async run(): Promise<void> {
    const { station, log, signal } = this.#tools;
    const { name } = this.settings;
    await this.#pictures.run({
      log: (line) => log(`trigger ${name}: ${line}`),
      onFault: (fault) => {
        // What ends with the station is no alarm.
        if (!signal.aborted) station.links.report({ role: 'trigger', name }, fault);
      },
      onUnasked: (picture) => {
        station.metrics.dropped.inc({ source: `trigger ${name}` });
        log(`trigger ${name}: ${picture} is left: nobody had asked for it`);
      },
      signal,
    });
  }

  /** There is one answer to each call, within the deadline, whatever happens; it is never thrown instead. */
  async fire(call: TriggerCall): Promise<TriggerAnswer> {
    const start = performance.now();
    const outcome = this.#isBusy ? BUSY : await this.#fireAlone(call);
    const { correlation = null } = call;
    const ms = Math.round(performance.now() - start);
    const { name: trigger } = this.settings;
    const answer = { ...NOTHING, ...outcome, trigger, correlation, ms };
    const { metrics } = this.#tools.station;
    metrics.triggers.inc({ trigger, answer: answer.verdict ?? answer.reason ?? 'failed' });
    metrics.triggerTime.observe({ trigger }, ms / 1000);
    return answer;
  }

  async #fireAlone(call: TriggerCall): Promise<Outcome> {
    this.#isBusy = true;
    const over = new AbortController();
    const end = (): void => over.abort();
    const timer = setTimeout(end, 1000 * this.settings.deadlineSeconds);
    // By hand: what `AbortSignal.any` makes of a signal that lives as long as the station is never let go of.
    this.#tools.signal.addEventListener('abort', end);
    if (this.#tools.signal.aborted) end();
    const { signal } = over;
    const progress: Progress = { isPictured: false, inspection: undefined };
    try {
      const work = this.#inspect(call, progress, signal).catch((error: unknown) =>
        this.#refusal(error),
      );
      return await Promise.race([work, this.#late(progress, signal)]);
    } finally {
      clearTimeout(timer);
      this.#tools.signal.removeEventListener('abort', end);
      end();
      this.#isBusy = false;
    }
  }

  async #inspect(
    { actor, part, correlation }: TriggerCall,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { station } = this.#tools;
    // Asked for before anything is waited for: what is taken from this moment on is fresh.
    const coming = this.#pictures.next(signal);
    const id = await this.#partId(part);
    const picture = await coming;
    if (picture === undefined) {
      return signal.aborted ? this.#late(progress, signal) : this.#withoutPicture();
    }
    progress.isPictured = true;
    const key = `trigger-${randomUUID()}`;
    const verdict = verdictOf(station, key, signal);
    const { name } = this.settings;
    const sent = { part: id, key, source: `trigger ${name}`, bytes: picture.bytes };
    const taken = await station.intake.take({ ...sent, name: correlation ?? picture.name }, actor);
    progress.inspection = taken.inspection;
    const inspection = await verdict;
    return inspection === undefined ? this.#late(progress, signal) : outcomeOf(inspection);
  }

  async #partId(part: TriggerCall['part']): Promise<string> {
    const { station } = this.#tools;
    if (part !== undefined && 'id' in part) return (await station.parts.get(part.id)).id;
    const name = part?.name ?? this.settings.part;
    if (name !== undefined) return partNamed(station.database, name);
    throw new ConflictError(
      `judge a picture of the trigger ${this.settings.name}`,
      'neither the trigger nor the configuration says by which part',
      'Name one of both.',
    );
  }

  /** What is said when the time is over, or the station ends. */
  async #late(progress: Progress, signal: AbortSignal): Promise<Outcome> {
    await ended(signal);
    const { isPictured, inspection } = progress;
    const known = inspection && { id: inspection.id, seq: inspection.seq };
    const seconds = this.settings.deadlineSeconds;
    if (this.#tools.signal.aborted) return { ...this.#refusal(stationEnds()), ...known };
    if (!isPictured) return this.#withoutPicture();
    return {
      ...known,
      reason: 'deadline',
      fault: {
        code: 'TRIGGER_DEADLINE',
        message: `Cannot answer with a verdict: there is none after ${seconds} s`,
        remedy: 'Give it longer, let less wait to be judged, or take a faster preset.',
        facts: { seconds },
      },
    };
  }

  #withoutPicture(): Outcome {
    const { fault = 'none was taken after the trigger' } = this.#pictures;
    const source = this.#pictures.name;
    return {
      reason: 'no-picture',
      fault: {
        code: 'TRIGGER_PICTURE',
        message: `Cannot take a picture of ${source}: ${fault}`,
        remedy: 'Look after the camera or the folder; the log of the station tells more.',
        facts: { source },
      },
    };
  }

  #refusal(error: unknown): Outcome {
    if (!(error instanceof FewgoodError)) this.#tools.onBug(error);
    return { reason: 'refused', fault: noticeOf(error) };
  }
}

const NOTHING = {
  good: false,
  id: null,
  seq: null,
  verdict: null,
  ratio: null,
  reason: null,
  fault: null,
} as const;

const BUSY: Outcome = {
  reason: 'busy',
  fault: {
    code: 'TRIGGER_BUSY',
    message: 'Cannot take another picture: a trigger before has no answer yet',
    remedy: 'Wait for its answer.',
    facts: {},
  },
};

function stationEnds(): UnavailableError {
  const remedy = 'Trigger again once it is back.';
  return new UnavailableError('answer with a verdict', 'the station ends', remedy, 2);
}

function outcomeOf({ id, seq, verdict, ratio, fault }: StationInspection): Outcome {
  if (verdict === null) return { id, seq, reason: 'failed', fault };
  return { id, seq, verdict, ratio, good: verdict === 'pass' };
}

/** Listens from this moment on, so that no verdict can come before. */
async function verdictOf(
  { events }: TriggerStation,
  key: string,
  signal: AbortSignal,
): Promise<StationInspection | undefined> {
  let leave: (() => unknown) | undefined;
  const judged = new Promise<StationInspection>((resolve) => {
    leave = events.listen((event) => {
      if (event.type !== 'inspection' || event.inspection.key !== key) return;
      if (event.inspection.state !== 'waiting') resolve(event.inspection);
    });
  });
  try {
    return await Promise.race([judged, ended(signal)]);
  } finally {
    leave?.();
  }
}

async function ended(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function noticeOf(error: unknown): Notice {
  if (error instanceof FewgoodError) {
    const { code, message, remedy, facts } = error;
    return { code, message, remedy, facts: JSON.parse(JSON.stringify(facts)) };
  }
  return {
    code: 'INTERNAL',
    message: 'Cannot inspect: something went wrong in the station',
    remedy: 'Try again; the log of the station tells more.',
    facts: {},
  };
}
