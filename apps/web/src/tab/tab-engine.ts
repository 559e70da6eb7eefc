import { presetSettings } from 'fewgood';
import {
  type ConfirmedContent,
  type EnrolmentListeners,
  type InspectionClient,
  type JudgedPicture,
  NewestFrame,
  type NewestFrameListeners,
  type PagePicture,
  type WorkerCalibrated,
  type WorkerCalibration,
  type WorkerEnrolment,
} from 'fewgood/browser';
import { Fault } from '../ports/fault.ts';
import type { AlignmentLimits, LearnSettings } from '../ports/parts-api.ts';
import { asFault } from './faults.ts';
import { fittingPictures, withAdvice } from './memory-advice.ts';
import type { PageModels } from './models.ts';
import type { ModelName } from './records.ts';

/** A version that judges. */
export interface JudgingPart {
  /** What tells it from others. */
  readonly key: string;
  /** Its number. */
  readonly number: number;
  readonly name: string;
  readonly models: readonly ModelName[];
  /** Its file, shape [size]. */
  readonly read: () => Promise<Uint8Array>;
}

/** Where the files of ONNX Runtime lie, relative to the page. */
const ENGINE = 'engine/';
/** More would end a tab of a phone, bytes; where the browser does not say what there is, of a small one. */
const SHARE_OF_MEMORY = 0.4;
const USUAL_MEMORY = 4;

/** The engine of the tab: one worker that learns and judges, one thing after another. */
export class TabEngine {
  readonly #client: InspectionClient;
  readonly #models: PageModels;
  #line: Promise<unknown> = Promise.resolve();
  /** Hashes of the models that the worker has. */
  #started = '';
  /** The part that it has open. */
  #open = '';

  constructor(client: InspectionClient, models: PageModels) {
    this.#client = client;
    this.#models = models;
  }

  /** Learns a part; gives its file, shape [size]. */
  async learn(
    pictures: readonly PagePicture[],
    { preset, ...how }: LearnSettings,
    listeners: EnrolmentListeners,
  ): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      await this.#start([{ sha256: this.#models.ofPreset(preset) }]);
      const settings = { ...presetSettings(preset), pose: how.pose };
      return enrolWithin(this.#client, pictures, { ...listeners, ...howToLook(how), settings });
    });
  }

  /** Judges a picture; a frame is taken over. */
  async judge(part: JudgingPart, picture: PagePicture): Promise<JudgedPicture> {
    return this.#inTurn(async () => {
      await this.#openPart(part);
      return this.#client.inspect(picture);
    });
  }

  /** Lets pictures join the calibration of a part. */
  async calibrate(
    part: JudgingPart,
    pictures: readonly ConfirmedContent[],
    options: WorkerCalibration & Pick<EnrolmentListeners, 'signal'>,
  ): Promise<WorkerCalibrated> {
    return this.#inTurn(async () => {
      await this.#openPart(part);
      return this.#client.calibrate(pictures, options);
    });
  }

  /** Judges frames as fast as the machine does. */
  live(
    part: () => Promise<JudgingPart>,
    listeners: NewestFrameListeners<JudgedPicture>,
  ): NewestFrame<ImageBitmap, JudgedPicture> {
    return new NewestFrame(
      async (content) => this.judge(await part(), { name: 'frame', content }),
      listeners,
      (frame) => {
        frame.close();
      },
    );
  }

  async #openPart(part: JudgingPart): Promise<void> {
    await this.#start(part.models);
    if (this.#open === part.key) return;
    this.#open = '';
    await this.#client.open(await part.read(), part.name);
    this.#open = part.key;
  }

  async #start(models: readonly (Pick<ModelName, 'sha256'> & Partial<ModelName>)[]) {
    const wanted = models.map(({ sha256 }) => sha256).join(' ');
    if (this.#started === wanted) return;
    const [model, ...companions] = await Promise.all(
      models.map(async (one) => this.#models.read(one)),
    );
    if (model === undefined) throw new Error('Cannot judge: the part names no model');
    this.#started = '';
    this.#open = '';
    // By WebAssembly alone: a part is the same wherever it was learned, and a phone loads one engine.
    await this.#client.start({ engine: ENGINE, provider: 'wasm', model, companions });
    this.#started = wanted;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#line.then(work);
    this.#line = turn.catch(() => undefined);
    return turn;
  }
}

/** Where to look, and what is done about light and how parts lie, as the library has it. */
function howToLook({
  lookArea,
  light,
  foreground,
  alignment,
}: Omit<LearnSettings, 'preset'>): WorkerEnrolment {
  return {
    ...(lookArea && { lookArea: { ...lookArea, mask: null } }),
    ...(light !== 'none' && { light: { method: light } }),
    ...(foreground && { foreground: 'auto' }),
    ...(alignment && { alignment: limitsOf(alignment) }),
  };
}

function limitsOf({ maxAngle, maxOffset }: AlignmentLimits): WorkerEnrolment['alignment'] {
  const distance = maxOffset === null ? null : ({ value: maxOffset, unit: 'px' } as const);
  return { maxAngle, maxOffset: distance, regionMoves: false };
}

/** Learns within the memory that a tab has; where it does not fit, says what would. */
async function enrolWithin(
  client: InspectionClient,
  pictures: readonly PagePicture[],
  options: WorkerEnrolment & EnrolmentListeners,
): Promise<Uint8Array> {
  try {
    return await client.enrol(pictures, { ...options, memoryLimit: memoryLimit() });
  } catch (error) {
    const fault = asFault(error);
    if (!(fault instanceof Fault) || fault.code !== 'MEMORY_CEILING') throw error;
    throw withAdvice(fault, fittingPictures(fault.facts, pictures.length));
  }
}

/** What learning may take, bytes. */
function memoryLimit(): number {
  // Of Chromium alone, in GiB; 8 at most.
  const { deviceMemory = USUAL_MEMORY } = navigator as Navigator & {
    readonly deviceMemory?: number;
  };
  return Math.max(deviceMemory, 1) * SHARE_OF_MEMORY * 2 ** 30;
}
