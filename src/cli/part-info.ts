import { UsageError } from '../errors.ts';
import { squareSide, tilesWords } from '../inspection/feature-options.ts';
import { lightWords } from '../inspection/light-words.ts';
import { toHeader } from '../inspection/part-header.ts';
import { namedKinds } from '../inspection/part-kinds.ts';
import { viewsOf } from '../inspection/part-models.ts';
import type { Part, PartView } from '../inspection/part.ts';
import { presenceLimit } from '../inspection/presence.ts';
import { presetOf } from '../inspection/presets.ts';
import { loadPart } from '../node/inspection/part-store.ts';
import { printable } from '../printable.ts';
import { counted, formatScore } from '../page/format.ts';
import { alignmentLines } from './alignment-options.ts';
import { ExitCode, type Invocation } from './command.ts';
import { lookLines } from './look-options.ts';
import { sizeLines } from './size-options.ts';
import { objectsLine } from './objects-options.ts';
import { thresholdLines } from './threshold-lines.ts';
import type { partInfoOptions } from './part-info-options.ts';

/**
 * `fewgood part info bolt.part`.
 *
 * @throws {@link UsageError} if no part file is named.
 */
export async function runPartInfo({
  options,
  args: [path],
  terminal: { out },
}: Invocation<typeof partInfoOptions>): Promise<ExitCode> {
  if (path === undefined) {
    throw new UsageError('Cannot show a part: no part file given', 'Name a part file.');
  }
  const part = await loadPart(path);
  if (options.json) {
    const { headerVersion: _, ...header } = toHeader(part);
    out(JSON.stringify(header));
    return ExitCode.ok;
  }
  for (const { name, part: kind } of namedKinds(part)) {
    if (name !== null) out(`kind       ${printable(name)}`);
    for (const line of kindLines(kind)) out(line);
  }
  return ExitCode.ok;
}

/** What was learned of a kind; of a part of one, of it. */
function kindLines(part: Part): string[] {
  const { settings, runtime, support, augmentations, calibration, sampleBits } = part;
  const views = viewsOf(part);
  const lines: string[] = [];
  const out = (line: string): void => void lines.push(line);
  for (const view of views) {
    const { name, sha256 } = view.model;
    out(`model      ${printable(name)} (${sha256.slice(0, 12)}…), ${runtime}`);
    const side = squareSide(view.settings);
    out(`input      ${side}×${side} px${tilesWords(view.settings)}, ${view.settings.fit}`);
  }
  if (sampleBits !== null) out(`samples    ${sampleBits} of 16 bits are used`);
  for (const line of pictureLines(part)) out(line);
  out(`support    ${support.map(({ name }) => printable(name)).join(', ')}`);
  out(`augmented  ${counted(augmentations.length, 'variant')} each, pose ${String(settings.pose)}`);
  for (const line of views.flatMap((view) => bankLines(view, views.length > 1))) out(line);
  for (const line of checkLines(part)) out(line);
  for (const line of thresholdLines(calibration)) out(line);
  return lines;
}

/** What is done with its pictures: where is looked, how light is corrected, how sizes are told, how objects lie. */
function pictureLines({ lookArea, light, sizing, alignment, layout, support }: Part): string[] {
  const looked = lookArea ? lookLines(lookArea, support[0]?.appearance) : [];
  const objects = objectsLine(layout, support[0]?.appearance);
  return [
    ...looked.map((line) => `looks at   ${line}`),
    ...(light ? [`light      ${lightWords(light)}`] : []),
    ...sizeLines(sizing).map((line) => `sizes      ${line}`),
    ...alignmentLines(alignment).map((line) => `alignment  ${line}`),
    ...(objects === undefined ? [] : [`objects    ${objects}`]),
  ];
}

/** What is looked at before a picture can pass, and the preset that decides it. */
function checkLines(part: Part): string[] {
  const { appearance } = part.settings;
  const limit = presenceLimit(part);
  const looks = part.support.every((picture) => picture.appearance !== undefined);
  const isChecked = appearance === 'check' && looks;
  return [
    `preset     ${presetOf(part.settings) ?? 'none: settings of its own'}`,
    `presence   ${limit === null ? `not checked: ${UNCHECKED.presence}` : `checked, a picture may lack up to ${limit.toFixed(2)} times what good ones lack`}`,
    `looks      ${isChecked ? 'checked: light, contrast, colours, focus, noise, size of the file' : `not checked: ${UNCHECKED.looks}`}`,
  ];
}

/** What a part may pass that does without a check. */
const UNCHECKED = {
  presence: 'an empty nest, half a part or another one may pass',
  looks: 'a dark, blurred or negative picture may pass',
} as const;

/** What a model knows; of one among several, its name and scale too. */
function bankLines({ model, banks, scale }: PartView, isOfSeveral: boolean): string[] {
  const of = isOfSeveral ? ` of ${printable(model.name)}` : '';
  const usual = isOfSeveral ? `, usual score ${formatScore(scale)}` : '';
  return banks.map(({ level, bank, normalScale }) => {
    const normal = formatScore(normalScale);
    return `bank       ${printable(level)}${of}: ${bank.rows} × ${bank.cols}, normal distance ${normal}${usual}`;
  });
}
