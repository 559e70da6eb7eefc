import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { confirmedOf, scoreOf } from '../../test/helpers/confirmed-sample.ts';
import { samplePart } from '../../test/helpers/report-sample.ts';
import { PartError } from '../errors.ts';
import { NEAR_COPY } from '../hyperparameters.ts';
import { matrix } from '../tensor/matrix.ts';
import type { Part } from './part.ts';
import { type NamedArray, packPart, unpackPart } from './part-container.ts';
import { decodePart, encodePart } from './part-file.ts';
import { isLearnedAlike } from './part-header.ts';
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

  it('keeps what good pictures look like', () => {
    const looks = {
      light: 0.5,
      contrast: 0.2,
      clipped: 0,
      sharpness: 1.2,
      grain: 0.1,
      flatGrain: 0,
    };
    const colours = { red: 0.34, blue: 0.33, saturation: 0.01 };
    const appearance = { width: 640, height: 480, ...looks, ...colours };
    const seen = {
      ...part,
      support: part.support.map((picture) => ({ ...picture, appearance })),
      calibration: {
        ...part.calibration,
        confirmed: [confirmedOf('a', 1, { appearance }), confirmedOf('b', 1)],
      },
    };
    expect(decodePart(encodePart(seen), 'a.part')).toEqual(seen);
    const broken = { name: 'a', sha256: 'b', appearance: { width: 640 } };
    const { message } = refusal(withHeader({ support: [broken] }));
    expect(message).toContain('at support.0.appearance');
  });

  it('keeps a threshold that is missing', () => {
    const calibration = { ...part.calibration, threshold: null, mapLimit: null };
    const unknown = { ...part, calibration };
    expect(decodePart(encodePart(unknown), 'a.part').calibration.threshold).toBeNull();
  });

  it('comes back with copies, how parts lie, and what good pictures lack', () => {
    const whole = withCopies();
    const bytes = encodePart(whole);
    expect(decodePart(bytes, 'a.part')).toEqual(whole);
    const names = headerOf(bytes).arrays.map(({ name, type }) => `${name} ${type}`);
    expect(names.slice(-4)).toEqual([
      'copies/features float16',
      'copies/pictures uint16',
      'copies/augmentations uint16',
      'copies/posed uint8',
    ]);
  });

  it('keeps of a confirmed picture when, where from, and what copies are recognised by', () => {
    const thumbnail = Uint8Array.from({ length: NEAR_COPY.side ** 2 }, (_, i) => i % 251);
    const confirmed = [
      confirmedOf('a', 1),
      confirmedOf('b', 2, { date: '2026-11-26T12:00:00.000Z', origin: 'line 3', thumbnail }),
      confirmedOf('c', 3, { accepted: ['above-threshold'] }),
    ];
    const calibrated = { ...part, calibration: { ...part.calibration, confirmed } };
    expect(decodePart(encodePart(calibrated), 'a.part')).toEqual(calibrated);
    const short = confirmed.map((picture) => ({ ...picture, thumbnail: thumbnail.subarray(1) }));
    const damaged = { ...part, calibration: { ...part.calibration, confirmed: short } };
    expect(refusal(encodePart(damaged)).message).toContain('confirmed/0 has 4095 values');
  });

  it('reads a confirmed picture of fewgood 0.1.0, of which nothing but the score is known', () => {
    const confirmed = [scoreOf('a', 1)];
    const old = withHeader({ calibration: { ...part.calibration, confirmed } });
    expect(decodePart(old, 'a.part').calibration.confirmed).toEqual([confirmedOf('a', 1)]);
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
      'settings that ask for copies',
      { settings: { ...part.settings, retrieve: 8 } },
      'it has no copies of its support set',
    ],
    [
      'copies that are not there',
      { copies: { copies: 2, width: 3, gridHeight: 2, gridWidth: 1 } },
      'its array copies/features is missing',
    ],
    ['a pose that none is', { pose: { policy: 'anyhow', evidence: '' } }, 'at pose.policy'],
    [
      'a margin below 1',
      { reverse: { largest: 1, margin: 0.9, usualScore: 1 } },
      'at reverse.margin: expected number to be >=1',
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

describe('copies in a part file', () => {
  it.each([
    ['fewer than the header says', { copies: 3 }, 'copies/features has 12 values instead of 18'],
    ['more than their pictures', { copies: 1, gridHeight: 4 }, 'copies has 2 values instead of 1'],
    ['of another width', { width: 4 }, 'copies/features has 12 values instead of 16'],
  ])('are not taken where they are %s', (_, changes, fault) => {
    const copies = { copies: 2, width: 3, gridHeight: 2, gridWidth: 1, ...changes };
    expect(refusal(withHeader({ copies }, withCopies())).message).toContain(fault);
  });
});

describe('isLearnedAlike()', () => {
  it('is true of one part with other confirmed pictures, and false of another part', () => {
    const confirmed = [confirmedOf('a', 1)];
    const calibrated = { ...part, calibration: { ...part.calibration, confirmed, threshold: 1 } };
    expect(isLearnedAlike(part, calibrated)).toBe(true);
    const banks = part.banks.map((level) => ({ ...level, coveringRadius: 0.5 }));
    expect(isLearnedAlike(part, { ...part, banks })).toBe(false);
    const leaveOneOut = [scoreOf('s', 4)];
    const relearned = { ...part, calibration: { ...part.calibration, leaveOneOut } };
    expect(isLearnedAlike(part, relearned)).toBe(false);
  });
});

/** The file with some fields of its header changed, and a hash that holds. */
function withHeader(changes: object, of: Part = part): Uint8Array {
  const { header, arrays } = unpackPart(encodePart(of), 'a.part');
  const named = headerOf(encodePart(of)).arrays.map(({ name, type }): NamedArray => {
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

/** A part that retrieves, matches in reverse and has found its pose; every number is one of half precision. */
function withCopies(): Part {
  const settings = { ...part.settings, retrieve: 8, reverse: 0.5, presence: 'check' } as const;
  const missing = { ratio: 1, peak: 1.25 };
  const score = { name: 'a.png (identity)', sha256: 'ab', score: 1.5, peak: 1.75, missing };
  return {
    ...part,
    settings,
    pose: { policy: 'small', evidence: 'parts are turned by up to 45°' },
    reverse: { largest: 0.75, margin: 1.4, usualScore: 0.5 },
    copies: {
      features: matrix(
        Float32Array.from({ length: 12 }, (_, i) => i / 16),
        4,
        3,
      ),
      pictures: Uint16Array.of(0, 1),
      augmentations: Uint16Array.of(1, 0),
      posed: Uint8Array.of(0, 1),
      gridHeight: 2,
      gridWidth: 1,
    },
    calibration: {
      ...part.calibration,
      leaveOneOut: [score, { ...score, missing: null }],
      missingLimit: 1.4,
      missingMapLimit: 1.75,
    },
  };
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
