import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  filedPart as part,
  headerOf,
  refusal,
  withCopies,
  withHeader,
} from '../../test/helpers/part-file-sample.ts';
import type { PartError } from '../errors.ts';
import type { Part } from './part.ts';
import { unpackPart } from './part-container.ts';
import { decodePart, encodePart } from './part-file.ts';

describe('copies in a part file', () => {
  it.each([
    ['fewer than the header says', { copies: 3 }, 'copies/features has 12 values instead of 18'],
    [
      'more than their pictures',
      { copies: 1, gridHeight: 4 },
      'copies/pictures has 2 values instead of 1',
    ],
    ['of another width', { width: 4 }, 'copies/features has 12 values instead of 16'],
  ])('are not taken where they are %s', (_, changes, fault) => {
    const copies = { copies: 2, width: 3, gridHeight: 2, gridWidth: 1, ...changes };
    expect(refusal(withHeader({ copies }, withCopies())).message).toContain(fault);
  });
});

describe('a companion in a part file', () => {
  const { settings, model, augmentations, banks, reverse } = part;
  const copies = {
    features: { data: Uint16Array.of(0x3c00, 0x3800, 0x3400, 0x4000), rows: 2, cols: 2 },
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
  const headerWith = (changes: object): PartError => refusal(withHeader(changes, both));

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
      .parse(unpackPart(encodePart(both), 'a.part').header).companions;
    const levels = { ...companion.settings, levels: ['other'] };
    expect(headerWith({ companions: [{ ...first, settings: levels }] }).message).toContain(
      'its banks are of layer2 instead of other',
    );
    const reversing = { ...companion.settings, reverse: 1 };
    expect(
      headerWith({ companions: [{ ...first, settings: reversing, copies: null }] }).message,
    ).toContain('it has no copies of its support set');
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
