/** Ports of a training that keep everything in memory and compute next to nothing. */
import { strFromU8, strToU8 } from 'fflate';
import type { StepReport, TrainingSession, TrainingStart } from '../../src/nn/training-session.ts';
import type { TrainingConfig } from '../../src/nn/training-graph.ts';
import type { Pair } from '../../src/training/pairs.ts';
import { planTraining, type TrainingPlan } from '../../src/training/plan.ts';
import type {
  PictureOptions,
  TrainingFile,
  TrainingPictures,
  TrainingPorts,
  TrainingStore,
} from '../../src/training/ports.ts';
import type { RunTrainingOptions } from '../../src/training/run.ts';
import type { TrainingPicture } from '../../src/training/sources.ts';
import { trainingPresets, type TrainingSettings } from '../../src/training/settings.ts';

/** Four steps: two epochs of two batches of two pairs, of rendered pictures. */
export function smallPlan(
  changes: Partial<TrainingSettings> = {},
  sources: readonly string[] = ['synthetic:2x2'],
): Promise<TrainingPlan> {
  const small = { size: 32, batch: 2, epochs: 2 };
  const settings = { ...trainingPresets.thesis, ...small, ...changes };
  return planTraining(
    { settings, sources, leaveOut: [], start: 'none' },
    { path: 'none', bytes: null, state: new Map() },
    (root) => Promise.reject(new Error(`no folder ${root}`)),
  );
}

/** Options of a run that nobody watches. */
export const unwatched: RunTrainingOptions = {
  checkpointMinutes: Infinity,
  onProgress: () => undefined,
  onStep: () => undefined,
  signal: { aborted: false },
};

/** Files in memory. */
export class MemoryStore implements TrainingStore {
  readonly files = new Map<TrainingFile, Uint8Array>();

  nameOf(file: TrainingFile): string {
    return `run/${file}`;
  }

  read(file: TrainingFile): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.files.get(file));
  }

  write(file: TrainingFile, content: Uint8Array | string): Promise<void> {
    this.files.set(file, typeof content === 'string' ? strToU8(content) : content);
    return Promise.resolve();
  }

  append(file: TrainingFile, text: string): Promise<void> {
    return this.write(file, this.text(file) + text);
  }

  /** A file of UTF-8; empty if it is not there. */
  text(file: TrainingFile): string {
    return strFromU8(this.files.get(file) ?? new Uint8Array());
  }
}

/** Ports whose only weight counts the steps, each of which takes a minute. */
export class FakePorts implements TrainingPorts {
  readonly store: MemoryStore = new MemoryStore();
  /** What sessions were made of. */
  readonly sessions: [config: TrainingConfig, start: TrainingStart][] = [];
  /** The pairs of each micro-batch that was asked for. */
  readonly prepared: (readonly Pair[])[] = [];
  /** What every step finds. */
  report: StepReport = { loss: -0.5, spread: 0.8, norms: { heads: 1 } };
  /** Stands for the pixels of all pictures. */
  pixels = 'pixels';
  /** Sessions and pictures that are in use. */
  open = 0;
  #now = 0;

  readonly clock = (): number => this.#now;

  readonly createSession = (
    config: TrainingConfig,
    start: TrainingStart,
  ): Promise<TrainingSession> => {
    this.sessions.push([config, start]);
    this.open++;
    const weight = Float32Array.of(start.state?.get('weight')?.data[0] ?? 0);
    return Promise.resolve({
      step: () => {
        weight[0]++;
        this.#now += 60_000;
        return Promise.resolve({ ...this.report, loss: this.report.loss - weight[0] / 100 });
      },
      state: () => new Map([['weight', { shape: [1], data: weight.slice() }]]),
      release: this.#release,
    });
  };

  readonly openPictures = (
    pictures: readonly TrainingPicture[],
    { onProgress }: PictureOptions,
  ): Promise<TrainingPictures> => {
    this.open++;
    onProgress({ done: pictures.length, total: pictures.length });
    return Promise.resolve({
      digest: () => this.pixels,
      prepare: (pairs) => {
        this.prepared.push(pairs);
        return Promise.resolve({ query: new Float32Array(1), support: new Float32Array(1) });
      },
      release: this.#release,
    });
  };

  readonly #release = (): Promise<void> => {
    this.open--;
    return Promise.resolve();
  };
}
