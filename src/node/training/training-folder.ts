import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TrainingError, UsageError } from '../../errors.ts';
import { chartFile } from '../../page/charts/chart.ts';
import { lossChart, type LossPoint } from '../../page/charts/loss-chart.ts';
import { parseJson } from '../../json.ts';
import { counted } from '../../page/format.ts';
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type NewCheckpoint,
} from '../../training/checkpoint.ts';
import { parseTrainingSettings, type TrainingSettings } from '../../training/settings.ts';
import type { TrainedStep } from '../../training/trainer.ts';
import {
  appendToFile,
  ensureFolder,
  printable,
  readFileBytes,
  readFileText,
  writeFileAtomic,
} from '../files/files.ts';
import { lockFolder } from '../files/folder-lock.ts';

/** What is trained, on what, from what. */
export interface TrainingTask {
  readonly settings: TrainingSettings;
  /** Folders, or `synthetic:…`. */
  readonly sources: readonly string[];
  /** Names of categories that are not trained on. */
  readonly leaveOut: readonly string[];
  /** File of the start weights, or `none` for random ones. */
  readonly start: string;
}

/** A training as its folder tells of it. */
export interface KeptTraining {
  readonly folder: TrainingFolder;
  readonly task: TrainingTask;
  /** Threads of the arithmetic, on which the last bits depend. */
  readonly threads: number;
  /** Of the engine. */
  readonly runtime: string;
}

/** What is told beside the task: command, commit, machine, categories. */
export interface ToldOfTraining {
  readonly threads: number;
  readonly runtime: string;
  readonly [more: string]: unknown;
}

const FILES = {
  head: 'run.json',
  log: 'log.jsonl',
  curve: 'loss.svg',
  checkpoint: 'checkpoint.safetensors',
  model: 'model.onnx',
} as const;

const headSchema = z.object({
  settings: z.unknown(),
  sources: z.array(z.string()),
  leaveOut: z.array(z.string()),
  start: z.string(),
  threads: z.int().positive(),
  runtime: z.string(),
});

const lineSchema = z.object({ step: z.int(), loss: z.number(), spread: z.number() });

/** The folder of a training: its task, log, curve, last checkpoint, and in the end its model. */
export class TrainingFolder {
  readonly path: string;
  /** Gives the folder back to other processes. */
  readonly close: () => Promise<void>;

  private constructor(path: string, unlock: () => Promise<void>) {
    this.path = path;
    this.close = unlock;
  }

  /**
   * Begins a folder, and holds it until it is closed.
   *
   * @throws {@link UsageError} if it holds a training already, or another process is at work there.
   */
  static async begin(
    path: string,
    task: TrainingTask,
    told: ToldOfTraining,
  ): Promise<TrainingFolder> {
    await ensureFolder(path);
    return locked(path, async (unlock) => {
      if (existsSync(join(path, FILES.head))) {
        throw new UsageError(
          `Cannot train into ${printable(path)}: it holds a training already`,
          'Go on with it by --resume, or name another --out.',
        );
      }
      const head = `${JSON.stringify({ ...told, ...task }, null, 2)}\n`;
      await writeFileAtomic(join(path, FILES.head), head);
      return new TrainingFolder(path, unlock);
    });
  }

  /**
   * Opens a folder to go on with, and holds it until it is closed.
   *
   * @throws {@link UsageError} if it holds no training, or another process is at work there.
   */
  static async resume(path: string): Promise<KeptTraining> {
    const file = join(path, FILES.head);
    if (!existsSync(file)) {
      throw new UsageError(
        `Cannot go on with ${printable(path)}: it holds no training`,
        'Name the folder that was --out when it began.',
      );
    }
    return locked(path, async (unlock) => {
      const head = decode(await readFileText(file), headSchema, file);
      const { sources, leaveOut, start, threads, runtime } = head;
      const settings = parseTrainingSettings(head.settings, printable(file));
      const folder = new TrainingFolder(path, unlock);
      return { folder, task: { settings, sources, leaveOut, start }, threads, runtime };
    });
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
    const points: LossPoint[] = (await this.#lines()).map(({ point }) => point);
    if (points.length > 0) {
      await writeFileAtomic(join(this.path, FILES.curve), chartFile(lossChart(points)));
    }
  }

  /** Adds a line: no clock, so that a training that was stopped leaves the same log. */
  async log(step: TrainedStep): Promise<void> {
    await appendToFile(join(this.path, FILES.log), `${JSON.stringify(step)}\n`);
  }

  /**
   * Takes away the lines of steps after a checkpoint, which will be done again.
   *
   * @returns The spread of each step that is left.
   * @throws {@link TrainingError} if there is not a line for each of them.
   */
  async cutLog(steps: number): Promise<number[]> {
    const file = join(this.path, FILES.log);
    const kept = await this.#lines(steps);
    if (kept.length < steps || kept.some(({ point }, i) => point.step !== i)) {
      throw damaged(file, `expected a line for each of ${counted(steps, 'step')}, in order`);
    }
    await writeFileAtomic(file, kept.map(({ line }) => `${line}\n`).join(''));
    return kept.map(({ point }) => point.spread);
  }

  /** The first lines of the log; one that was cut short by a crash may follow. */
  async #lines(most = Infinity): Promise<LogLine[]> {
    const file = join(this.path, FILES.log);
    if (!existsSync(file)) return [];
    const lines = (await readFileText(file)).split('\n').filter((line) => line !== '');
    return lines.slice(0, most).map((line) => ({ line, point: decode(line, lineSchema, file) }));
  }
}

/** A step as the log has it. */
interface LogLine {
  readonly line: string;
  readonly point: z.infer<typeof lineSchema>;
}

/** Does something with a folder that no other process is at work in, and gives it back if it fails. */
async function locked<T>(
  path: string,
  work: (unlock: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const unlock = await lockFolder(path);
  try {
    return await work(unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

function decode<T>(text: string, schema: z.ZodType<T>, file: string): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw damaged(file, z.prettifyError(parsed.error));
}

function damaged(file: string, why: string): TrainingError {
  return new TrainingError(
    `${printable(file)} is damaged: ${why}`,
    'Restore it, or begin anew with another --out.',
  );
}
