/**
 * One method in several variants that differ in one thing: an option, the size of the input, or the
 * backbone.
 *
 * @module
 */
import { ArgumentRangeError } from '../../errors.ts';
import type { ModelInfo } from '../../features/model-info.ts';
import type { Fit } from '../../image/frame.ts';
import { kebabCase } from '../../inspection/settings.ts';
import type { ValueKind } from '../../inspection/value-kind.ts';
import { findMethod } from '../methods/methods.ts';
import type { OptionValue } from '../results/evaluation-result.ts';
import { atSize, type Contender, type MapInput } from './contender.ts';

/** What is varied, and its values as they were given. */
export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/** What all variants have in common. */
export interface AblationBase {
  /** Name of the method. */
  readonly method: string;
  readonly input: MapInput;
}

/** The thesis's letters of the families of augmentation (table 5.7). */
const LETTERS: Readonly<Record<string, string>> = {
  G: 'grayscale',
  F: 'flip',
  T: 'translation',
  R: 'rotation',
  B: 'brightness',
  C: 'contrast',
};

/** The rows of thesis table 5.7. */
export const TABLE_5_7: Axis = {
  name: 'augment',
  values: ['G', 'F', 'T', 'R', 'B', 'C', 'GFTR', 'GFTRBC'],
};

/** Between the items of a list, as commas part the values of an axis. */
const SEPARATOR = '+';

/**
 * Reads an axis such as `augment=G,GFTR` or `levels=layer2+layer3,layer3`.
 *
 * @throws {@link ArgumentRangeError} if it has no name, or not two different values.
 */
export function parseAxis(text: string): Axis {
  const [, name, list] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  const values = (list ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
  if (name !== undefined && new Set(values).size > 1) return { name, values: [...new Set(values)] };
  throw new ArgumentRangeError('axis', text, 'NAME=VALUE,VALUE with two values or more');
}

/**
 * One contender a value of an axis that is an option, or the `size` or `fit` of the input.
 *
 * @throws {@link ArgumentRangeError} if there is no such method, or a text is no value of the option.
 */
export function varyOption({ name, values }: Axis, { method, input }: AblationBase): Contender[] {
  const [option, kind] = findOption(method, name);
  return values.map((text) => {
    const variant = `${name}=${name === 'augment' ? lettersOf(toFamilies(text)) : text}`;
    const common = { id: variant, variant, method };
    if (name === 'size') return atSize({ ...common, changes: {}, input }, toSize(text));
    const value = toValue(option, kind, text);
    const fit = option === 'fit' ? toFit(value) : undefined;
    return { ...common, changes: { [option]: value }, input: { ...input, fit: fit ?? input.fit } };
  });
}

/** One contender a backbone, named as thesis table 5.8 names them as far as it has them. */
export function varyBackbone(
  models: readonly ModelInfo[],
  { method, input }: AblationBase,
): Contender[] {
  return models.map((model) => {
    const variant = `backbone=${labelOf(model)}`;
    const changed = { ...input, backbone: model.sha256 };
    return { id: variant, variant, method, changes: {}, input: changed };
  });
}

function labelOf({ name }: ModelInfo): string {
  if (/\bresnet-?18\b/i.test(name)) return 'resnet18';
  return /\bconvnext-?t(?:iny)?\b/i.test(name) ? 'convnext-tiny' : name;
}

/** An option by its name in code or in words, or by an old one; as named if the method has no such. */
function findOption(method: string, name: string): [name: string, kind?: ValueKind<unknown>] {
  const options = Object.entries(findMethod(method).options);
  const match =
    options.find(([option]) => option === name || kebabCase(option) === name) ??
    options.find(([, { oldNames }]) => oldNames?.includes(name));
  return match === undefined ? [name] : [match[0], match[1].kind];
}

function toValue(option: string, kind: ValueKind<unknown> | undefined, text: string): OptionValue {
  if (option === 'augment') return toFamilies(text);
  if (kind === undefined) return text;
  const reading = kind.read(text, SEPARATOR);
  if ('expected' in reading) throw new ArgumentRangeError(option, reading.found, reading.expected);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a text says is plain data
  return reading.value as OptionValue;
}

/** Families by their letters or names; `all` are those of the thesis. */
function toFamilies(text: string): string[] {
  if (text === 'none') return [];
  if (text === 'all') return Object.values(LETTERS);
  const isLetters = /^[GFTRBC]+$/.test(text);
  return isLetters ? Array.from(text, (letter) => LETTERS[letter]) : text.split(SEPARATOR);
}

/** The letters of families in the thesis's order; their names where one has no letter. */
function lettersOf(families: readonly string[]): string {
  const letters = Object.entries(LETTERS).filter(([, family]) => families.includes(family));
  if (families.length === 0) return 'none';
  return letters.length === families.length
    ? letters.map(([letter]) => letter).join('')
    : families.join('+');
}

function toSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 32) return size;
  throw new ArgumentRangeError('size', text, 'whole pixels, at least 32');
}

function toFit(value: OptionValue | undefined): Fit | undefined {
  return value === 'letterbox' || value === 'stretch' ? value : undefined;
}
