/**
 * What an enrolment came to, in words for a person and as plain data.
 *
 * @module
 */
import { squareSide, tilesWords } from '../inspection/feature-options.ts';
import { lightWords } from '../inspection/light-words.ts';
import { toHeader } from '../inspection/part-header.ts';
import { namedKinds } from '../inspection/part-kinds.ts';
import { viewsOf } from '../inspection/part-models.ts';
import type { Part, PartView } from '../inspection/part.ts';
import { enlargedSize } from '../inspection/view-settings.ts';
import { counted } from '../page/format.ts';
import { printable } from '../printable.ts';
import { alignmentLines } from './alignment-options.ts';
import { calibrationSummary, kindSummaries } from './calibration-outcome.ts';
import { lookLines } from './look-options.ts';
import { objectsLine } from './objects-options.ts';
import { sizeLines } from './size-options.ts';
import { thresholdLines } from './threshold-lines.ts';

/** Of a picture, or of what is learned from all. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What was learned as one line of JSON. */
export function jsonLine(path: string, part: Part, warnings: readonly Warning[]): string {
  return JSON.stringify({ part: path, ...summary(part), warnings });
}

/** What was learned, line by line for a person. */
export function textLines(path: string, part: Part): string[] {
  const { layout, support } = part;
  const objects = objectsLine(layout, support[0]?.appearance);
  const line = objects === undefined ? [] : [`objects: ${objects}`];
  if (layout?.kind !== 'places') {
    const [head, ...rest] = kindLines(path, part, layout ? 'object' : 'picture');
    return [head, ...line, ...rest];
  }
  const kinds = namedKinds(part).flatMap(({ name, part: kind }) => {
    return kindLines(name ?? path, kind, 'object');
  });
  return [...line.map((words) => `${printable(path)}: ${words}`), ...kinds];
}

/** What was learned of a part, or of a kind of one. */
function kindLines(name: string, part: Part, noun: string): [string, ...string[]] {
  const { pose, support, calibration, lookArea, sizing, alignment, light } = part;
  return [
    `${printable(name)}: learned from ${counted(support.length, noun)}, bank ${bankText(part)}`,
    ...(lookArea
      ? lookLines(lookArea, support[0]?.appearance).map((line) => `looks at: ${line}`)
      : []),
    ...(light ? [`light: ${lightWords(light)}`] : []),
    ...sizeLines(sizing),
    ...alignmentLines(alignment),
    ...inputLines(part),
    ...(pose ? [`pose: ${pose.policy}; ${pose.evidence}`] : []),
    ...thresholdLines(calibration),
  ];
}

/** Why a part is seen at the size that it was learned at; nothing where there was no choice. */
function inputLines({ model, settings, support }: Part): string[] {
  const { size, enlarge, tiles } = settings;
  if (tiles > 1) return [`size: ${squareSide(settings)} pixels${tilesWords(settings)}`];
  if (enlarge === 'none') return [];
  if (size !== model.preprocessing.size) {
    return [`size: ${size} pixels; parts stand out from their background`];
  }
  if (enlargedSize(model, settings) === null) return [];
  const reason =
    support.length > 1
      ? 'parts fill the pictures, or more pixels would hide that half of one is missing'
      : 'one picture does not tell more';
  return [`size: ${size} pixels; ${reason}`];
}

/** The banks of each model, named where there are several. */
function bankText(part: Part): string {
  return viewsOf(part)
    .map(({ model, banks }) => {
      const rows = banks.map(({ level, bank }) => `${level} ${bank.rows}×${bank.cols}`).join(', ');
      return part.companions.length === 0 ? rows : `${rows} of ${printable(model.name)}`;
    })
    .join(', ');
}

function summary(part: Part): object {
  const { support, calibration, companions, pose, sampleBits, sizing } = part;
  const { settings, ...learned } = viewSummary(part);
  return {
    support: support.map(({ name }) => name),
    ...learned,
    pose,
    sampleBits,
    lookArea: lookSummary(part),
    light: toHeader(part).light ?? null,
    sizing: sizing ?? null,
    alignment: part.alignment ?? null,
    layout: part.layout ?? null,
    calibration: calibrationSummary(calibration),
    settings,
    companions: companions.map(viewSummary),
    ...kindSummaries(part),
  };
}

/** Null where all of the pictures is looked at. */
function lookSummary(part: Part): object | null {
  return toHeader(part).lookArea ?? null;
}

function viewSummary({ model, banks, settings }: PartView) {
  return {
    model: { name: model.name, sha256: model.sha256 },
    banks: banks.map(({ level, bank }) => ({ level, rows: bank.rows, width: bank.cols })),
    settings,
  };
}
