import { existsSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import { readModelInfo } from '../features/model-info.ts';
import { quantizeModel } from '../features/quantize-model.ts';
import { Frame } from '../image/frame.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { MEBIBYTE } from '../mebibytes.ts';
import { assertWritable, writeFileAtomic } from '../node/files/files.ts';
import { assertNoInput } from '../node/files/input-guard.ts';
import { MODEL_FILE } from '../node/files/output-kinds.ts';
import { findModel } from '../node/runtime/model-lookup.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { printable } from '../printable.ts';
import { ExitCode, type Invocation } from './command.ts';
import { modelLines } from './model-info.ts';
import type { modelQuantizeOptions } from './model-quantize-options.ts';
import { expandInputs } from './passed-over.ts';
import { toPictureOptions } from './picture-options.ts';
import { createProgress } from './progress.ts';
import { openSupport } from './support-pictures.ts';

/** As enrolment has it by default. */
const MEMORY_LIMIT = 4096 * MEBIBYTE;

/**
 * `fewgood model quantize resnet18 good/ --out resnet18-int8.onnx`.
 *
 * @throws {@link UsageError} if the model, pictures or the file to write are missing, or it exists.
 */
export async function runModelQuantize({
  options,
  args: [name, ...inputs],
  terminal,
}: Invocation<typeof modelQuantizeOptions>): Promise<ExitCode> {
  const { out } = options;
  if (name === undefined || inputs.length === 0 || out === undefined) {
    const missing = name === undefined ? 'model' : inputs.length === 0 ? 'pictures' : '--out file';
    throw new UsageError(
      `Cannot quantize: no ${missing} given`,
      'Name the model, then pictures, and --out FILE.onnx.',
    );
  }
  if (existsSync(out) && !options.force) {
    throw new UsageError(
      `Cannot write ${out}: it exists: expected a new file`,
      'Name another file, or add --force to replace it.',
    );
  }
  await assertWritable(out, MODEL_FILE);
  const { bytes, path } = await findModel(name);
  const { files, passedOver } = await expandInputs(inputs, options, terminal);
  await assertNoInput(out, [path, ...files.map((file) => file.path)]);
  for (const line of passedOver.lines()) terminal.log(line);
  const progress = createProgress(terminal);
  const { pictures } = await openSupport(files, {
    ...toPictureOptions(options),
    shots: options.shots,
    seed: options.seed,
    memoryLimit: MEMORY_LIMIT,
    onWarning: (picture, { message, remedy }) => {
      progress.clear();
      terminal.log(`warning: ${printable(`${picture}: ${message}`)}. ${remedy}`);
    },
  });
  const { size = readModelInfo(bytes, path).preprocessing.size } = options;
  const squares = async function* (): AsyncGenerator<RgbImage, void> {
    for (const [i, picture] of pictures.entries()) {
      const image = await picture.read();
      yield new Frame(image, size, 'stretch').squareOf(image);
      progress.update('pictures', i + 1, pictures.length);
    }
  };
  try {
    const runtime = nodeRuntime({ threads: options.threads });
    const model = await quantizeModel(bytes, squares(), {
      runtime,
      file: path,
      ...(options.name !== undefined && { name: options.name }),
    });
    progress.clear();
    await writeFileAtomic(out, model, MODEL_FILE);
    for (const line of modelLines(readModelInfo(model, out))) terminal.out(line);
    return ExitCode.ok;
  } finally {
    progress.clear();
  }
}
