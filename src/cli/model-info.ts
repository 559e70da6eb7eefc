import { UsageError } from '../errors.ts';
import { type ModelInfo, readModelInfo } from '../features/model-info.ts';
import { findModel } from '../node/runtime/model-lookup.ts';
import { ExitCode, type Invocation } from './command.ts';
import type { modelInfoOptions } from './model-info-options.ts';

/**
 * `fewgood model info resnet18.onnx`.
 *
 * @throws {@link UsageError} if no model is named.
 */
export async function runModelInfo({
  options,
  args: [name],
  terminal: { out },
}: Invocation<typeof modelInfoOptions>): Promise<ExitCode> {
  if (name === undefined) {
    throw new UsageError('Cannot show a model: no file given', 'Name a model or a model file.');
  }
  const { bytes, path } = await findModel(name);
  const info = readModelInfo(bytes, path);
  for (const line of options.json ? [JSON.stringify(info)] : modelLines(info)) out(line);
  return ExitCode.ok;
}

/** A model's description, line by line. */
export function modelLines(info: ModelInfo): string[] {
  const { mean, std, colourOrder } = info.preprocessing;
  const levels = info.levels.map(({ name, channels }) => {
    return `${name} (${channels})${info.defaultLevels.includes(name) ? ' *' : ''}`;
  });
  return [
    `name        ${info.name}`,
    `levels      ${levels.join(', ')}  (* default)`,
    `input       ${info.input}: ${colourOrder.toUpperCase()}, ${sizes(info)}, mean ${numbers(mean)}, std ${numbers(std)}`,
    ...defaultLines(info),
    `licence     ${info.licence}`,
    `provenance  ${info.provenance}`,
    `sha256      ${info.sha256}`,
  ];
}

/** Sizes that it takes: `448 px`, with what others there are. */
function sizes({ preprocessing }: ModelInfo): string {
  const { size, isSizeFixed = false, sizeMultiple = 1 } = preprocessing;
  if (isSizeFixed) return `${size} px only`;
  return sizeMultiple === 1 ? `${size} px` : `${size} px or other multiples of ${sizeMultiple}`;
}

/** Settings that a part has with it. */
function defaultLines({ defaults = {} }: ModelInfo): string[] {
  const settings = Object.entries(defaults).map(([name, value]) => `${name} ${String(value)}`);
  return settings.length === 0 ? [] : [`defaults    ${settings.join(', ')}`];
}

function numbers(values: readonly number[]): string {
  return values.map((value) => Number(value.toPrecision(4))).join(', ');
}
