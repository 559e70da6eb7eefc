import { ffmpeg, inputOf } from '../sources/ffmpeg.ts';
import { aravis, gigeName } from '../sources/gige.ts';
import { type PictureProgram, readByProgram, withoutPassword } from '../sources/picture-program.ts';
import { CaptureClock } from './capture-clock.ts';
import {
  type FreshPicture,
  type FreshPictures,
  type PictureTools,
  PictureWait,
} from './fresh-pictures.ts';
import type { TriggeredCamera } from './trigger-settings.ts';

/** Seconds by which pictures may lag before the camera is begun anew: what lies in between is thrown away so. */
const MOST_LAG = 2;
/** Milliseconds without a picture after which it is begun anew; of a slow one so many of its pictures. */
const [PATIENCE, MISSED] = [10_000, 3];
/** Why there is none, until the first comes. */
const NOT_YET = 'it has given no picture yet';

/** A camera that is read all the time. */
export class CameraPictures implements FreshPictures {
  readonly name: string;
  readonly #camera: TriggeredCamera;
  readonly #waits = new Set<PictureWait>();
  #fault: string | undefined = NOT_YET;
  #onFault: PictureTools['onFault'] = () => undefined;
  #count = 0;

  constructor(camera: TriggeredCamera) {
    this.#camera = camera;
    this.name = `camera ${withoutPassword(camera.input)}`;
  }

  get fault(): string | undefined {
    return this.#fault;
  }

  async run({ log, onFault, signal }: PictureTools): Promise<void> {
    this.#onFault = onFault;
    const { name } = this;
    while (!signal.aborted) {
      const stale = new AbortController();
      const frames = new StampedPictures((bytes, clock, takenAt) => {
        if (clock.lag > MOST_LAG) stale.abort();
        if (!clock.isWarm || stale.signal.aborted) return;
        if (this.#fault !== undefined) log(`${name}: it gives pictures`);
        this.#come(bytes, takenAt);
      });
      const program = async (): Promise<PictureProgram> => programOf(this.#camera);
      const onAway = (fault: string): void => {
        frames.restart();
        this.#away(fault);
      };
      const reading = {
        name,
        program,
        onPicture: (bytes: Uint8Array) => frames.addPicture(bytes),
        onStamp: (seconds: number) => frames.addStamp(seconds),
        onAway,
        patience: Math.max(PATIENCE, (1000 * MISSED) / this.#camera.rate),
      };
      await readByProgram(reading, { log, signal: AbortSignal.any([signal, stale.signal]) });
      const fault = `its pictures came ${MOST_LAG} s late`;
      if (!signal.aborted) log(`${name}: ${fault}; it is begun anew`);
      this.#away(signal.aborted ? 'the station ends' : fault);
    }
  }

  async next(signal: AbortSignal): Promise<FreshPicture | undefined> {
    if (this.#fault !== undefined) return undefined;
    const wait = new PictureWait(signal);
    this.#waits.add(wait);
    try {
      return await wait.picture;
    } finally {
      this.#waits.delete(wait);
    }
  }

  #come(bytes: Uint8Array, takenAt: number): void {
    this.#fault = undefined;
    this.#onFault(undefined);
    const exposedAt = takenAt - this.#camera.latencySeconds;
    for (const wait of this.#waits) {
      if (exposedAt >= wait.since) wait.end({ name: `${++this.#count}.png`, bytes });
    }
  }

  #away(fault: string): void {
    this.#fault = fault;
    this.#onFault(fault);
    for (const wait of this.#waits) wait.end(undefined);
  }
}

/** Pictures of one pipe with their stamps of another, which come in the same order. */
class StampedPictures {
  readonly #onPicture: (bytes: Uint8Array, clock: CaptureClock, takenAt: number) => void;
  #clock = new CaptureClock();
  #pictures: { readonly bytes: Uint8Array; readonly arrival: number }[] = [];
  #stamps: number[] = [];

  constructor(onPicture: (bytes: Uint8Array, clock: CaptureClock, takenAt: number) => void) {
    this.#onPicture = onPicture;
  }

  /** What comes from now on is of a camera that began anew. */
  restart(): void {
    this.#clock = new CaptureClock();
    this.#pictures = [];
    this.#stamps = [];
  }

  addPicture(bytes: Uint8Array): void {
    this.#pictures.push({ bytes, arrival: performance.now() / 1000 });
    this.#join();
  }

  addStamp(seconds: number): void {
    this.#stamps.push(seconds);
    this.#join();
  }

  #join(): void {
    for (;;) {
      const [picture, stamp] = [this.#pictures[0], this.#stamps[0]];
      if (picture === undefined || stamp === undefined) return;
      this.#pictures.shift();
      this.#stamps.shift();
      // One without a stamp tells nothing of when it was taken.
      if (Number.isNaN(stamp)) continue;
      const takenAt = this.#clock.takenAt(stamp, picture.arrival);
      this.#onPicture(picture.bytes, this.#clock, takenAt);
    }
  }
}

async function programOf(camera: TriggeredCamera): Promise<PictureProgram> {
  const gige = gigeName(camera.input);
  return gige === undefined ? ffmpeg(wordsOf(camera)) : aravis(gige, camera.rate);
}

/**
 * What ffmpeg is told. Nothing on the way keeps pictures back: no reordering buffer, no thread a frame, no compression (a PNG
 * that only stores is read and written faster than the camera gives it). Pictures beyond the rate are dropped, and none is
 * doubled, as `fps` would: a copy would look fresh.
 */
function wordsOf({ input, rate }: TriggeredCamera): readonly string[] {
  const filter = [
    `select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,${1 / (rate * 1.1)})`,
    // Printed is what has an entry.
    'metadata=mode=add:key=fewgood:value=1',
    'metadata=mode=print:direct=1:file=pipe\\\\:3',
  ].join(',');
  const prompt = ['-flags', 'low_delay', '-thread_type', 'slice'];
  const output = ['-fps_mode', 'passthrough', '-c:v', 'png', '-compression_level', '0'];
  return [...prompt, ...liveInputOf(input), '-an', '-vf', filter, ...output, '-flush_packets', '1'];
}

/** A file is read in its own time, over and over, as a camera would give it. */
function liveInputOf(input: string): readonly string[] {
  if (input.startsWith('lavfi:')) return ['-re', '-f', 'lavfi', '-i', input.slice('lavfi:'.length)];
  const isLive = /^[a-z]+:\/\//.test(input) || input.startsWith('/dev/');
  return isLive ? inputOf(input) : ['-re', '-stream_loop', '-1', ...inputOf(input)];
}
