import type { FewgoodError, RemedyAction } from '../errors.ts';
import type { Manual, OptionSpec } from './command.ts';

/** Flags of the library's settings and options that are not its names in kebab-case. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['companions', 'model'],
  ['freezeBatchNorm', 'batch-norm'],
  ['kind', 'part'],
  ['levels', 'level'],
  ['maxPixels', 'max-megapixels'],
  ['methods', 'method'],
  ['pictures', 'shots'],
  ['pixelsPerMillimetre', 'scale'],
  ['rates', 'lr'],
  ['seed', 'seeds'],
]);

/** A command line for each piece of work that a remedy may ask for. */
export const ACTIONS: Readonly<Record<RemedyAction, string>> = {
  'import an ONNX model':
    'fewgood model import network.onnx --level NAME:CHANNELS,… --out model.onnx',
  'import a state dict':
    'fewgood model import resnet18.safetensors --architecture resnet18 --out resnet18.onnx',
  'pull a model': 'fewgood model pull dinov2-small',
  'show a model': 'fewgood model info model.onnx',
  'enrol a part': 'fewgood enroll bolt.part good/*.png',
  'check a data set': 'fewgood data check data/mvtec',
  evaluate: 'fewgood evaluate data/mvtec --out results/mvtec',
};

/**
 * The flags of settings and options, as far as a command has them.
 *
 * @param names - As the library spells them, such as `memoryLimit`.
 * @param table - Options of the command.
 * @returns Such as `--memory-limit`, each once.
 */
export function flagsOf(
  names: readonly string[],
  table: Readonly<Record<string, OptionSpec>>,
): string[] {
  const flags = names.flatMap((name) => {
    const spellings = [kebabCase(name), FLAGS.get(name) ?? []].flat();
    const flag = spellings.find((spelling) => Object.hasOwn(table, spelling));
    return flag === undefined ? [] : [`--${flag}`];
  });
  return [...new Set(flags)];
}

/**
 * An error as the terminal shows it: message, remedy, and what the remedy is on the command line.
 *
 * @param command - The command that failed, if one was found.
 */
export function errorText(
  { code, message, remedy, options, action }: FewgoodError,
  command?: Pick<Manual, 'options'>,
): string {
  const flags = flagsOf(options, command?.options ?? {});
  return [
    `${code}: ${message}`,
    remedy,
    ...(flags.length === 0 ? [] : [`Options: ${flags.join(', ')}`]),
    ...(action === undefined ? [] : [`Command: ${ACTIONS[action]}`]),
  ].join('\n  ');
}

/**
 * The error, speaking of an option under which the value was given here.
 *
 * @param rename - From a name of the library to another, or to the same.
 */
export function withOptionsOf<T extends FewgoodError>(
  error: T,
  rename: (name: string) => string,
): T {
  const options = { value: [...new Set(error.options.map(rename))], enumerable: true };
  // V8's own stack is an accessor from Node 21 on, which answers only on the error it was made for.
  const stack = { value: error.stack, writable: true, configurable: true };
  const properties = { ...Object.getOwnPropertyDescriptors(error), stack, options };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a copy but for one property
  return Object.create(Object.getPrototypeOf(error) as object, properties) as T;
}

function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
