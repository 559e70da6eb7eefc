import { z } from 'zod';
import { PartError } from '../../src/errors.ts';
import type { Part } from '../../src/inspection/part.ts';
import { type NamedArray, packPart, unpackPart } from '../../src/inspection/part-container.ts';
import { decodePart, encodePart } from '../../src/inspection/part-file.ts';
import { encodeFloat16 } from '../../src/tensor/float16.ts';
import { samplePart } from './report-sample.ts';

const arrayTypes = ['float32', 'float16', 'uint8', 'uint16', 'uint32'] as const;

/** A part without copies whose features are not all of half precision. */
export const filedPart: Part = withFeatures((i) => Math.sin(i) * 10);

/** The file with some fields of its header changed, and a hash that holds. */
export function withHeader(changes: object, of: Part = filedPart): Uint8Array {
  const { header, arrays } = unpackPart(encodePart(of), 'a.part');
  const named = headerOf(encodePart(of)).arrays.map(({ name, type }): NamedArray => {
    return { name, type, data: arrays.get(name) ?? new Uint8Array() };
  });
  return packPart({ ...Object(header), ...changes }, named);
}

/** What a part file says in words, with the list of its arrays. */
export function headerOf(bytes: Uint8Array) {
  const arrays = z.array(z.object({ name: z.string(), type: z.enum(arrayTypes) }));
  return z.looseObject({ arrays }).parse(unpackPart(bytes, 'a.part').header);
}

/** Why a file is not read as a part. */
export function refusal(bytes: Uint8Array): PartError {
  try {
    decodePart(bytes, 'a.part');
  } catch (error) {
    if (error instanceof PartError) return error;
  }
  throw new Error('it was not refused');
}

/** A part that retrieves, matches in reverse and has found its pose; every number is one of half precision. */
export function withCopies(): Part {
  const settings = { ...filedPart.settings, retrieve: 8, reverse: 0.5, presence: 'check' } as const;
  const missing = { ratio: 1, peak: 1.25 };
  const score = { name: 'a.png (identity)', sha256: 'ab', score: 1.5, peak: 1.75, missing };
  return {
    ...filedPart,
    settings,
    pose: { policy: 'small', evidence: 'parts are turned by up to 45°' },
    reverse: { largest: 0.75, margin: 1.4, usualScore: 0.5 },
    copies: {
      features: {
        data: encodeFloat16(Float32Array.from({ length: 12 }, (_, i) => i / 16)),
        rows: 4,
        cols: 3,
      },
      pictures: Uint16Array.of(0, 1),
      augmentations: Uint16Array.of(1, 0),
      posed: Uint8Array.of(0, 1),
      gridHeight: 2,
      gridWidth: 1,
    },
    calibration: {
      ...filedPart.calibration,
      leaveOneOut: [score, { ...score, missing: null }],
      missingLimit: 1.4,
      missingMapLimit: 1.75,
    },
  };
}

/** A part with other features in its banks. */
export function withFeatures(
  value: (i: number) => number,
  storage: 'float32' | 'float16' = 'float32',
): Part {
  const sample = samplePart();
  const banks = sample.banks.map((level) => {
    const data = Float32Array.from(level.bank.data, (_, i) => value(i));
    return { ...level, bank: { ...level.bank, data } };
  });
  return { ...sample, settings: { ...sample.settings, storage }, banks };
}
