import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError } from '../errors.ts';
import { importOnnx, type ImportedPreprocessing, parseLevel } from '../features/model-import.ts';
import { readModelInfo, type Rgb } from '../features/model-info.ts';
import { PUBLISHED_WEIGHTS } from '../features/published-weights.ts';
import type { ImportedStateDict } from '../features/network-import.ts';
import { exportNetwork, importStateDict } from '../features/state-dict-import.ts';
import { assertWritable, readFileBytes, writeFileAtomic } from '../node/files/files.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { MODEL_FILE } from '../node/files/output-kinds.ts';
import { readTrainedWeights } from '../nn/trained-weights.ts';
import { ExitCode, type Invocation } from './command.ts';
import { modelLines } from './model-info.ts';
import { toModelDefaults } from './setting-options.ts';
import type { modelImportOptions } from './model-import-options.ts';

type Options = Invocation<typeof modelImportOptions>['options'];

/**
 * `fewgood model import resnet18.npz --architecture resnet18 --out resnet18.onnx`.
 *
 * @throws {@link UsageError} if weights or the file to write are missing, it exists, or an option is not what it should be.
 */
export async function runModelImport({
  options,
  args: [path],
  terminal,
}: Invocation<typeof modelImportOptions>): Promise<ExitCode> {
  const { out } = options;
  if (path === undefined || out === undefined) {
    throw new UsageError(
      `Cannot import: ${path === undefined ? 'no weights' : 'no --out file'} given`,
      'Name the weights and --out FILE.onnx.',
    );
  }
  if (existsSync(out) && !options.force) {
    throw new UsageError(
      `Cannot write ${out}: it exists: expected a new file`,
      'Name another file, or add --force to replace it.',
    );
  }
  await assertWritable(out, MODEL_FILE);
  await assertNoInput(out, [path]);
  const bytes = await readFileBytes(path);
  const { model, unused } = convert(bytes, basename(path), options);
  await writeFileAtomic(out, model, MODEL_FILE);
  if (unused.length > 0) terminal.log(`not used: ${unused.join(', ')}`);
  for (const line of modelLines(readModelInfo(model, out))) terminal.out(line);
  return ExitCode.ok;
}

function convert(bytes: Uint8Array, file: string, options: Options): ImportedStateDict {
  const { name = file, provenance, architecture, storage } = options;
  const defaultLevels = list(options['default-levels']);
  const levels = list(options.level)?.map(parseLevel);
  const defaults = toModelDefaults(options);
  const description = {
    name,
    licence: options.licence ?? usualLicence(architecture),
    provenance,
    preprocessing: preprocessingOf(options),
    ...(Object.keys(defaults).length > 0 && { defaults }),
    ...(options['special-tokens'] !== undefined && { specialTokens: options['special-tokens'] }),
    ...(levels && { levels }),
    ...(defaultLevels && { defaultLevels }),
  };
  if (/\.onnx$/i.test(file)) return { model: importOnnx(bytes, description, file), unused: [] };
  const { state, network } = readTrainedWeights(bytes, file);
  if (architecture !== undefined) {
    return importStateDict(architecture, state, { ...description, storage }, file);
  }
  if (network) return exportNetwork(network, state, { ...description, storage }, file);
  throw new UsageError(
    `Cannot import ${file}: it does not tell its network: expected --architecture for a state dict`,
    'Add --architecture resnet18, or name an .onnx file.',
  );
}

/** What is likely, and said to be no more than that. */
function usualLicence(architecture: Options['architecture']): string {
  const published = architecture === undefined ? undefined : PUBLISHED_WEIGHTS[architecture];
  return published === undefined ? 'unknown' : `${published.licence}, if they are as published`;
}

function preprocessingOf(options: Options): ImportedPreprocessing {
  const mean = rgbOf('mean', options.mean);
  const std = rgbOf('std', options.std);
  return {
    range: options.range,
    colourOrder: options['colour-order'],
    ...(mean && { mean }),
    ...(std && { std }),
    ...(options.size !== undefined && { size: options.size }),
    ...(options['size-multiple'] !== undefined && { sizeMultiple: options['size-multiple'] }),
  };
}

function rgbOf(option: string, text: string | undefined): Rgb | undefined {
  if (text === undefined) return undefined;
  const [red, green, blue, ...more] = text.split(',').map(Number);
  const values = [red, green, blue];
  if (more.length === 0 && red !== undefined && green !== undefined && blue !== undefined) {
    if (values.every((value) => Number.isFinite(value))) return [red, green, blue];
  }
  throw new UsageError(
    `Cannot use --${option} "${text}": expected three numbers`,
    `Pass --${option} R,G,B.`,
  );
}

function list(text: string | undefined): string[] | undefined {
  return text?.split(',').map((item) => item.trim());
}
