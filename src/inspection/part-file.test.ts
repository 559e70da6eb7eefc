import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { samplePart } from '../../test/helpers/report-sample.ts';
import { PartError } from '../errors.ts';
import type { Part } from './part.ts';
import { type NamedArray, packPart, unpackPart } from './part-container.ts';
import { decodePart, encodePart } from './part-file.ts';
import { HEADER_VERSION } from './part-upgrade.ts';

const arrayTypes = ['float32', 'float16', 'uint8', 'uint16', 'uint32'] as const;
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
});

describe('a version of a part file', () => {
  it('is named with the one that is known', () => {
    const bytes = encodePart(part);
    bytes[8] = 2;
    expect(() => decodePart(bytes, 'a.part')).toThrow('it has version 2: expected 1');
  });

  it('that a newer fewgood wrote tells to update', () => {
    const bytes = encodePart(part);
    bytes[8] = 2;
    const newer = [
      bytes,
      withHeader({ headerVersion: HEADER_VERSION + 1, settings: { new: 1 } }),
      withHeader({ headerVersion: HEADER_VERSION + 1, settings: undefined }),
    ];
    for (const file of newer) {
      const error = refusal(file);
      expect(error.message).toContain('a newer fewgood wrote it');
      expect(error.remedy).toBe('Update fewgood, or enrol the part again.');
    }
    expect(refusal(newer[1]).message).toContain(
      `its header has version ${HEADER_VERSION + 1}: expected ${HEADER_VERSION}`,
    );
  });

  it.each([
    ['a setting that no version has', { settings: { ...part.settings, glow: 'dim' } }, 'glow'],
    ['no setting', { settings: {} }, 'settings.size'],
    ['settings that are none', { settings: 3 }, 'at settings'],
    ['a version that is none', { headerVersion: 0.5 }, 'headerVersion'],
    ['no support picture', { support: [] }, 'at support'],
  ])('has no header with %s', (_, changes, fault) => {
    const { message } = refusal(withHeader(changes));
    expect(message).toContain('it is damaged: its header');
    expect(message).toContain(fault);
  });

  it('stands in the header', () => {
    expect(headerOf(encodePart(part))).toMatchObject({ headerVersion: HEADER_VERSION });
  });
});

describe('a header that does not hold together', () => {
  it.each([
    ['a self-test of no picture', { selfTest: [{ picture: 99, score: 1 }] }, 'of picture 99 of'],
    [
      'settings of other banks',
      { settings: { ...part.settings, levels: ['other'] } },
      'its banks are of',
    ],
    [
      'a target that is no share',
      { calibration: { ...part.calibration, targetFalseReject: 7 } },
      'at calibration.targetFalseReject',
    ],
    [
      'a threshold below 0',
      { calibration: { ...part.calibration, threshold: -1 } },
      'at calibration.threshold: expected number to be >=0',
    ],
    [
      'a setting out of range',
      { settings: { ...part.settings, sigma: -1 } },
      'at settings.sigma: expected a number from 0 to 100',
    ],
  ])('is damage: %s', (_, changes, fault) => {
    expect(refusal(withHeader(changes)).message).toContain(fault);
  });
});

describe('a companion in a part file', () => {
  const { settings, model, augmentations, banks, reverse } = part;
  const copies = {
    features: { data: Float32Array.of(1, 0.5, 0.25, 2), rows: 2, cols: 2 },
    pictures: Uint16Array.of(0, 1),
    augmentations: Uint16Array.of(0, 0),
    posed: Uint8Array.of(1, 0),
    gridHeight: 1,
    gridWidth: 1,
  };
  const companion = {
    settings: { ...settings, size: 48 },
    model: { ...model, name: 'other', sha256: 'ef'.repeat(32) },
    augmentations,
    banks,
    copies,
    reverse,
    scale: 0.5,
  };
  const both: Part = { ...part, scale: 3, companions: [companion, { ...companion, copies: null }] };
  const { header, arrays } = unpackPart(encodePart(both), 'a.part');
  const headerWith = (changes: object): PartError => {
    const named = headerOf(encodePart(both)).arrays.map(({ name, type }): NamedArray => {
      return { name, type, data: arrays.get(name) ?? new Uint8Array() };
    });
    return refusal(packPart({ ...Object(header), ...changes }, named));
  };

  it('comes back as it was, its arrays behind the others', () => {
    expect(decodePart(encodePart(both), 'a.part')).toEqual(both);
    const names = headerOf(encodePart(both)).arrays.map(({ name }) => name);
    expect(names).toContain('companions/0/banks/0/features');
    expect(names.indexOf('companions/0/banks/0/features')).toBe(
      headerOf(encodePart(part)).arrays.length,
    );
  });

  it('is not spoken of where there is none', () => {
    const words = Object.keys(Object(unpackPart(encodePart(part), 'a.part').header));
    expect(words).not.toContain('companions');
    expect(words).not.toContain('scale');
  });

  it('is checked as the first view is', () => {
    const [first] = z
      .looseObject({ companions: z.array(z.looseObject({})) })
      .parse(header).companions;
    const levels = { ...companion.settings, levels: ['other'] };
    expect(headerWith({ companions: [{ ...first, settings: levels }] }).message).toContain(
      'its banks are of layer2 instead of other',
    );
    const strange = { ...companion.settings, glow: 'dim' };
    expect(headerWith({ companions: [{ ...first, settings: strange }] }).message).toContain('glow');
    expect(headerWith({ companions: [{ ...first, scale: 0 }] }).message).toContain(
      'at companions.0.scale',
    );
    expect(headerWith({ companions: [first, first, first] }).message).toContain(
      'its array companions/1/copies/features is missing',
    );
  });
});

/** The file with some fields of its header changed, and a hash that holds. */
function withHeader(changes: object): Uint8Array {
  const { header, arrays } = unpackPart(encodePart(part), 'a.part');
  const named = headerOf(encodePart(part)).arrays.map(({ name, type }): NamedArray => {
    return { name, type, data: arrays.get(name) ?? new Uint8Array() };
  });
  return packPart({ ...Object(header), ...changes }, named);
}

function headerOf(bytes: Uint8Array) {
  const arrays = z.array(z.object({ name: z.string(), type: z.enum(arrayTypes) }));
  return z.looseObject({ arrays }).parse(unpackPart(bytes, 'a.part').header);
}

function refusal(bytes: Uint8Array): PartError {
  try {
    decodePart(bytes, 'a.part');
  } catch (error) {
    if (error instanceof PartError) return error;
  }
  throw new Error('it was not refused');
}

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
