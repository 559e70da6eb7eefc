import { rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ModelInfo } from '../../features/model-info.ts';
import type { Runtime } from '../../runtime.ts';
import { assertWritable, ensureFolder, writeFileAtomic } from '../files/files.ts';
import { lockFolder } from '../files/folder-lock.ts';
import { MODEL_FILE } from '../files/output-kinds.ts';
import {
  assertBuildable,
  type ConversionOptions,
  convertWeights,
  verifyModel,
} from './converted-model.ts';
import {
  type FetchPorts,
  type FetchRequest,
  fetchWeights,
  type CheckedWeights,
} from './fetch-weights.ts';

/** What to pull, and where to. */
export interface PullRequest extends FetchRequest {
  /** The model file to write; its folder is made if it is not there. */
  readonly out: string;
  /** How the weights become a model, where that is open. */
  readonly conversion?: ConversionOptions;
}

/** What pulling needs of the machine. */
export interface PullPorts extends FetchPorts {
  readonly runtime: Runtime;
}

/** A model that was pulled. */
export interface PulledModel {
  readonly path: string;
  readonly info: ModelInfo;
  readonly weights: Omit<CheckedWeights, 'bytes'>;
}

/**
 * Fetches published weights, checks their hash, makes a model file of them and runs it once. The model
 * appears as a whole or not at all; weights that were fetched stay beside it until it is there.
 *
 * @throws {@link DownloadError} if the weights cannot be had, or are others than expected.
 * @throws {@link ModelError} if no model can be made of them.
 * @throws {@link FileError} if something cannot be read or written.
 * @throws {@link RunFolderError} if another process pulls the same model.
 * @throws {@link CancelledError} if it was asked to stop.
 */
export async function pullModel(request: PullRequest, ports: PullPorts): Promise<PulledModel> {
  const { model, out, conversion = {} } = request;
  assertBuildable(model);
  const folder = join(dirname(out), `.${basename(out)}.download`);
  await ensureFolder(folder);
  const unlock = await lockFolder(folder);
  try {
    await assertWritable(out, MODEL_FILE);
    const { weights, discard } = await fetchWeights(request, folder, ports);
    const { bytes, ...about } = weights;
    const converted = convertWeights(model, bytes, conversion, basename(about.source));
    const info = await verifyModel(ports.runtime, converted, basename(out));
    await writeFileAtomic(out, converted, MODEL_FILE);
    await discard();
    return { path: out, info, weights: about };
  } finally {
    await unlock();
    await rmdir(folder).catch(() => undefined); // unless something is kept for the next time
  }
}
