import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confirmedOf, scoreOf } from '../../test/helpers/confirmed-sample.ts';
import {
  filedPart as part,
  headerOf,
  refusal,
  withCopies,
  withFeatures,
  withHeader,
} from '../../test/helpers/part-file-sample.ts';
import { PartError } from '../errors.ts';
import { NEAR_COPY } from '../hyperparameters.ts';
import { decodePart, encodePart } from './part-file.ts';

describe('part file', () => {
  it('comes back as it was', () => expect(decodePart(encodePart(part), 'a.part')).toEqual(part));

  it("comes back from Node's Buffer, whose slices are views", () =>
    expect(decodePart(Buffer.from(encodePart(part)), 'a.part')).toEqual(part));

  it('comes back from wherever its bytes lie, as views where arrays are aligned', () => {
    const bytes = encodePart(withCopies());
    for (let offset = 0; offset <= 8; offset++) {
      const memory = new Uint8Array(offset + bytes.length);
      memory.set(bytes, offset);
      const back = decodePart(memory.subarray(offset), 'a.part');
      expect(back).toEqual(withCopies());
      const isView = back.banks[0]?.bank.data.buffer === memory.buffer;
      expect(isView).toBe(offset % 8 === 0);
    }
  });

  it('copies what lies in shared memory, which the engine does not take', () => {
    const bytes = encodePart(part);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const back = decodePart(shared, 'a.part');
    expect(back).toEqual(part);
    expect(back.banks[0]?.bank.data.buffer).toBeInstanceOf(ArrayBuffer);
  });

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
});

describe('a picture in a part file', () => {
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
});

describe('damage to a part file', () => {
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
