import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TrainingError, UsageError } from '../errors.ts';
import { chartFile } from '../evaluation/figures/chart.ts';
import { lossChart, type LossPoint } from '../evaluation/figures/loss-chart.ts';
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type NewCheckpoint,
} from '../training/checkpoint.ts';
import { parseTrainingSettings, type TrainingSettings } from '../training/settings.ts';
import type { TrainedStep } from '../training/trainer.ts';
import { ensureFolder, printable, readFileBytes, writeFileAtomic } from './files.ts';

/** What is trained, on what, from what. */
export interface TrainingTask {
  readonly settings: TrainingSettings;
  /** Folders, or `synthetic:…`. */
  readonly sources: readonly string[];
  /** Names of categories that are not trained on. */
  readonly leaveOut: readonly string[];
  /** File of the start weights; null for random ones. */
  readonly start: string | null;
}

const FILES = {
  head: 'run.json',
  log: 'log.jsonl',
  curve: 'loss.svg',
  checkpoint: 'checkpoint.safetensors',
  model: 'model.onnx',
} as const;

const taskSchema = z.object({
  settings: z.unknown(),
  sources: z.array(z.string()),
  leaveOut: z.array(z.string()),
  start: z.string().nullable(),
});

const pointSchema = z.object({ loss: z.number(), spread: z.number() });

/** The folder of a training: its task, log, curve, last checkpoint, and in the end its model. */
export class TrainingFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Begins a folder.
   *
   * @param told - Beside the task: command, commit, machine, categories.
   * @throws {@link UsageError} if it holds a training already.
   */
  static async begin(path: string, task: TrainingTask, told: object): Promise<TrainingFolder> {
    if (existsSync(join(path, FILES.head))) {
      throw new UsageError(
        `Cannot train into ${printable(path)}: it holds a training already`,
        'Go on with it by --resume, or name another --out.',
      );
    }
    await ensureFolder(path);
    const head = { version: 1, ...told, ...task };
    await writeFileAtomic(join(path, FILES.head), `${JSON.stringify(head, null, 2)}\n`);
    return new TrainingFolder(path);
  }

  /**
   * Opens a folder to go on with.
   *
   * @throws {@link UsageError} if it holds no training.
   */
  static async resume(path: string): Promise<{ folder: TrainingFolder; task: TrainingTask }> {
    const file = join(path, FILES.head);
    if (!existsSync(file)) {
      throw new UsageError(
        `Cannot go on with ${printable(path)}: it holds no training`,
        'Name the folder that was --out when it began.',
      );
    }
    const parsed = taskSchema.safeParse(JSON.parse(await readText(file)));
    if (!parsed.success) {
      throw new UsageError(
        `Cannot go on with ${printable(path)}: ${FILES.head} is damaged: ${z.prettifyError(parsed.error)}`,
        'Begin anew with another --out.',
      );
    }
    const settings = parseTrainingSettings(parsed.data.settings, printable(file));
    return { folder: new TrainingFolder(path), task: { ...parsed.data, settings } };
  }

  /**
   * Writes the model in the end.
   *
   * @param bytes - A model file, shape [length].
   * @returns Its path.
   */
  async writeModel(bytes: Uint8Array): Promise<string> {
    const file = join(this.path, FILES.model);
    await writeFileAtomic(file, bytes);
    return file;
  }

  /**
   * The last checkpoint; undefined before the first.
   *
   * @param training - Identity that it must have.
   * @throws {@link TrainingError} if it is of other pictures, settings or start weights.
   */
  async readCheckpoint(training: string): Promise<Checkpoint | undefined> {
    const file = join(this.path, FILES.checkpoint);
    if (!existsSync(file)) return undefined;
    const checkpoint = decodeCheckpoint(await readFileBytes(file), printable(file));
    if (checkpoint.training === training) return checkpoint;
    throw new TrainingError(
      `the checkpoint in ${printable(this.path)} is of other pictures or start weights than there are now`,
      'Restore the pictures as they were, or begin anew with another --out.',
    );
  }

  /** Replaces the last checkpoint, and draws the curve so far. */
  async writeCheckpoint(checkpoint: NewCheckpoint): Promise<void> {
    await writeFileAtomic(join(this.path, FILES.checkpoint), encodeCheckpoint(checkpoint));
    const points = (await this.#lines()).map((line): LossPoint =>
      pointSchema.parse(JSON.parse(line)),
    );
    if (points.length > 0) {
      await writeFileAtomic(join(this.path, FILES.curve), chartFile(lossChart(points)));
    }
  }

  /** Adds a line: no clock, so that a training that was stopped leaves the same log. */
  async log(step: TrainedStep): Promise<void> {
    await appendFile(join(this.path, FILES.log), `${JSON.stringify(step)}\n`);
  }

  /** Takes away the lines of steps after a checkpoint, which will be done again. */
  async cutLog(steps: number): Promise<void> {
    const kept = (await this.#lines()).slice(0, steps);
    await writeFileAtomic(join(this.path, FILES.log), kept.map((line) => `${line}\n`).join(''));
  }

  async #lines(): Promise<string[]> {
    const file = join(this.path, FILES.log);
    return existsSync(file) ? (await readText(file)).split('\n').filter((line) => line !== '') : [];
  }
}

async function readText(file: string): Promise<string> {
  return new TextDecoder().decode(await readFileBytes(file));
}
