import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RunFolderError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import type { TrainingTask } from '../../training/plan.ts';
import type { TrainingFile, TrainingStore } from '../../training/ports.ts';
import {
  decodeTrainingHead,
  encodeTrainingHead,
  type TrainingCircumstances,
  type TrainingHead,
} from '../../training/training-head.ts';
import { appendToFile, readFileBytes, readFileText, writeFileAtomic } from '../files/files.ts';
import { lockFolder } from '../files/folder-lock.ts';
import {
  jsonFile,
  MODEL_FILE,
  type OutputKind,
  SAFETENSORS,
  SVG_PICTURE,
} from '../files/output-kinds.ts';
import { ensureOutputFolder } from '../files/output-folders.ts';

/** A training that goes on: its folder, and the head that was written there. */
export interface KeptTraining extends TrainingHead {
  readonly folder: TrainingFolder;
}

const FILES: Readonly<Record<TrainingFile, { readonly name: string; readonly kind: OutputKind }>> =
  {
    head: { name: 'run.json', kind: jsonFile() },
    log: { name: 'log.jsonl', kind: jsonFile() },
    curve: { name: 'loss.svg', kind: SVG_PICTURE },
    checkpoint: { name: 'checkpoint.safetensors', kind: SAFETENSORS },
    model: { name: 'model.onnx', kind: MODEL_FILE },
  };

/** The folder of a training: its task, log, curve, last checkpoint, and in the end its model. */
export class TrainingFolder implements TrainingStore {
  readonly #path: string;
  /** Gives the folder back to other processes. */
  readonly close: () => Promise<void>;

  private constructor(path: string, unlock: () => Promise<void>) {
    this.#path = path;
    this.close = unlock;
  }

  /**
   * Begins a folder, and holds it until it is closed.
   *
   * @throws {@link RunFolderError} if it holds a training already, or another process is at work there.
   */
  static async create(
    path: string,
    task: TrainingTask,
    circumstances: TrainingCircumstances,
  ): Promise<TrainingFolder> {
    await ensureOutputFolder(path);
    return locked(path, async (unlock) => {
      if (existsSync(join(path, FILES.head.name))) {
        throw new RunFolderError(
          `train into ${printable(path)}`,
          'it holds a training already',
          'Go on with it, or name another folder.',
          { options: ['resume', 'out'] },
        );
      }
      const folder = new TrainingFolder(path, unlock);
      await folder.write('head', encodeTrainingHead(task, circumstances));
      return folder;
    });
  }

  /**
   * Opens a folder to go on with, and holds it until it is closed.
   *
   * @throws {@link RunFolderError} if it holds no training, or another process is at work there.
   */
  static async open(path: string): Promise<KeptTraining> {
    const file = join(path, FILES.head.name);
    if (!existsSync(file)) {
      throw new RunFolderError(
        `go on with ${printable(path)}`,
        'it holds no training',
        'Name the folder in which it began.',
        { options: ['out'] },
      );
    }
    return locked(path, async (unlock) => {
      const head = decodeTrainingHead(await readFileText(file), printable(file));
      return { folder: new TrainingFolder(path, unlock), ...head };
    });
  }

  nameOf(file: TrainingFile): string {
    return printable(this.#fileOf(file));
  }

  async read(file: TrainingFile): Promise<Uint8Array | undefined> {
    const path = this.#fileOf(file);
    return existsSync(path) ? readFileBytes(path) : undefined;
  }

  async write(file: TrainingFile, content: Uint8Array | string): Promise<void> {
    await writeFileAtomic(this.#fileOf(file), content, FILES[file].kind);
  }

  async append(file: TrainingFile, text: string): Promise<void> {
    await appendToFile(this.#fileOf(file), text);
  }

  #fileOf(file: TrainingFile): string {
    return join(this.#path, FILES[file].name);
  }
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
