import { describe, expect, it } from 'vitest';
import type { PlanarImage } from '../image/planar.ts';
import { augmentationsOf } from './part-augmentations.ts';
import { DEFAULT_SETTINGS, type PartSettings } from './settings.ts';

const picture: PlanarImage = {
  data: Float32Array.from({ length: 3 * 64 }, (_, i) => (i % 64) / 64),
  width: 8,
  height: 8,
};

function settingsOf(changes: Partial<PartSettings>): PartSettings {
  const ofPose = { pose: 'small', bankAngles: 'of-pose' } as const;
  return { ...DEFAULT_SETTINGS, ...ofPose, size: 64, levels: ['layer2'], ...changes };
}

function namesOf(changes: Partial<PartSettings>): string[] {
  return augmentationsOf(settingsOf(changes)).map(({ name }) => name);
}

describe('augmentationsOf()', () => {
  it('lists the plain picture, then each member of each family', () => {
    expect(namesOf({ augment: ['flip', 'grayscale'] })).toEqual(['identity', 'flip', 'grayscale']);
    expect(namesOf({ augment: [] })).toEqual(['identity']);
  });

  it('turns pictures as far as the pose allows', () => {
    expect(namesOf({ augment: ['rotation'], pose: 'fixed' })).toEqual(['identity']);
    const turns = namesOf({ augment: ['rotation'], pose: [15, -30] });
    expect(turns).toEqual(['identity', expect.stringMatching(/15/), expect.stringMatching(/30/)]);
  });

  it('draws so many beside the plain picture, by the seed', () => {
    const draws = { draws: 12, augment: ['rotation', 'brightness'], pose: 'free' } as const;
    const one = namesOf({ ...draws, seed: 1 });
    expect(one).toHaveLength(13);
    expect(one[0]).toBe('identity');
    expect(namesOf({ ...draws, seed: 1 })).toEqual(one);
    expect(namesOf({ ...draws, seed: 2 })).not.toEqual(one);
    expect(namesOf({ ...draws, draws: 4, seed: 1 })).toEqual(one.slice(0, 5));
  });

  it('draws what makes the same pixels for the same seed', () => {
    const [a, b] = [1, 1].map((seed) =>
      augmentationsOf(settingsOf({ draws: 3, augment: ['rotation'], seed })).map(({ apply }) =>
        apply(picture),
      ),
    );
    expect(a).toEqual(b);
    expect(a?.[0]).toEqual(picture);
    expect(a?.[1]).not.toEqual(picture);
  });
});
