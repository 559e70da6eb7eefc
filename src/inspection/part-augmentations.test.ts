import { describe, expect, it } from 'vitest';
import type { PlanarImage } from '../image/planar.ts';
import { augmentationNamed, augmentationsOf, isOfPose, posesOf } from './part-augmentations.ts';
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

  it('turns them by every angle while the pose is not known, or where all angles teach', () => {
    const free = namesOf({ augment: ['rotation'], pose: 'free' });
    expect(free).toHaveLength(24);
    expect(namesOf({ augment: ['rotation'], pose: 'auto' })).toEqual(free);
    expect(namesOf({ augment: ['rotation'], pose: 'fixed', bankAngles: 'all' })).toEqual(free);
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

describe('augmentationsOf() of a pose that names angles', () => {
  it('turns pictures by each angle that the pose names, also where all angles teach', () => {
    const all = { augment: ['rotation', 'contrast'], bankAngles: 'all' } as const;
    const named = namesOf({ ...all, pose: [40, -40, 400, 30, -330, 0] });
    expect(named).toHaveLength(1 + 23 + 2 + 2);
    expect(named.slice(-2)).toEqual(['rotation +40°', 'rotation -40°']);
    const settings = settingsOf({ ...all, pose: [40, -40] });
    const made = augmentationsOf(settings);
    const posed = made.filter((_, i) => posesOf(settings, made)[i]);
    expect(posed.map(({ name }) => name)).toEqual([
      'identity',
      'contrast 0.8',
      'contrast 1.2',
      'rotation +40°',
      'rotation -40°',
    ]);
  });

  it.each([
    ['all', 'right-angles', [90, 180, 270]],
    ['of-pose', 'right-angles', [90, 180, 270]],
    ['all', [90, 33], [90, 33]],
    ['of-pose', [90, 33], [90, 33]],
  ] as const)(
    'turns them so beside few draws, of angles %s and pose %j',
    (bankAngles, pose, angles) => {
      const settings = settingsOf({ augment: ['rotation'], draws: 1, bankAngles, pose });
      const made = augmentationsOf(settings);
      const posed = made.filter((_, i) => posesOf(settings, made)[i]);
      const degrees = posed.map((one) => one.degrees ?? 0);
      expect(degrees).toEqual(expect.arrayContaining([0, ...angles]));
      expect(namesOf({ augment: [], draws: 1, bankAngles, pose })).toEqual([
        'identity',
        'identity',
      ]);
    },
  );
});

describe('augmentationNamed()', () => {
  it('finds each augmentation of a part, whose pose was said or not', () => {
    const augment = ['rotation', 'mirror', 'contrast'] as const;
    for (const pose of ['fixed', 'small', 'free', 'auto', [10]] as const) {
      const settings = settingsOf({ augment, pose });
      for (const { name } of augmentationsOf(settings)) {
        expect(augmentationNamed(settings, name)?.name).toBe(name);
      }
      // What enrolment may have kept of all angles.
      expect(augmentationNamed(settings, 'rotation +330°')?.degrees).toBe(330);
    }
  });

  it('makes the same pixels as when the part was learned', () => {
    const settings = settingsOf({ draws: 5, augment: ['rotation', 'flip'], seed: 4 });
    const learned = augmentationsOf(settings);
    for (const { name, apply } of learned) {
      expect(augmentationNamed(settings, name)?.apply(picture)).toEqual(apply(picture));
    }
  });

  it('knows none that the settings do not make', () => {
    expect(augmentationNamed(settingsOf({ augment: ['flip'] }), 'mirror')).toBeUndefined();
  });
});

describe('posesOf() and isOfPose()', () => {
  const augment = ['rotation', 'mirror', 'brightness'] as const;
  const all = augmentationsOf(settingsOf({ augment, pose: 'auto' }));

  it('allow everything while the pose is not known', () => {
    expect(posesOf({ pose: 'auto' }, all)).not.toContain(false);
    const unknown = settingsOf({ pose: 'auto' });
    expect(all.filter((one) => !isOfPose(unknown, one))).toEqual([]);
  });

  it('allow turned parts as far as the pose, mirrored ones in the bank alone', () => {
    const posed = all.filter((_, i) => posesOf({ pose: 'fixed' }, all)[i]);
    expect(posed.map(({ name }) => name)).toEqual(['identity', 'brightness 0.8', 'brightness 1.2']);
    const fixed = settingsOf({ pose: 'fixed' });
    const kept = all.filter((one) => isOfPose(fixed, one)).map(({ name }) => name);
    expect(kept).toEqual(['identity', 'mirror', 'brightness 0.8', 'brightness 1.2']);
    const wide = settingsOf({ pose: 'fixed', bankAngles: 'all' });
    expect(all.filter((one) => isOfPose(wide, one))).toEqual(all);
  });
});
