import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplePart } from '../../test/helpers/report-sample.ts';
import { PartError } from '../errors.ts';
import type { Part } from './part.ts';
import { decodePart, encodePart } from './part-file.ts';

const part = withFeatures((i) => Math.sin(i) * 10);

describe('part file', () => {
  it('comes back as it was', () => expect(decodePart(encodePart(part), 'a.part')).toEqual(part));

  it("comes back from Node's Buffer, whose slices are views", () =>
    expect(decodePart(Buffer.from(encodePart(part)), 'a.part')).toEqual(part));

  it('is the same for the same part', () => expect(encodePart(part)).toEqual(encodePart(part)));

  it('keeps halves exactly and takes half the room for them', () => {
    const halves = withFeatures((i) => i / 4, 'float16');
    expect(decodePart(encodePart(halves), 'a.part')).toEqual(halves);
    const floats = withFeatures((i) => i / 4);
    const { length } = part.banks[0]?.bank.data ?? [];
    // The header's words float16 and float32 are equally long.
    expect(encodePart(floats).length - encodePart(halves).length).toBe((length ?? 0) * 2);
  });

  it('keeps a threshold that is missing', () => {
    const calibration = { ...part.calibration, threshold: null, mapLimit: null };
    const unknown = { ...part, calibration };
    expect(decodePart(encodePart(unknown), 'a.part').calibration.threshold).toBeNull();
  });

  it('notices any byte that changes', () => {
    const bytes = encodePart(part);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        expect(() => decodePart(damaged, 'a.part')).toThrow(PartError);
      }),
    );
  });

  it('notices any end that is missing', () => {
    const bytes = encodePart(part);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodePart(bytes.subarray(0, length), 'a.part')).toThrow(PartError);
      }),
    );
  });

  it('says which version it is and which is known', () => {
    const bytes = encodePart(part);
    bytes[8] = 2;
    expect(() => decodePart(bytes, 'a.part')).toThrow('it has version 2: expected 1');
  });
});

function withFeatures(
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
