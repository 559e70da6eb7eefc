import { expect, it } from 'vitest';
import { sampleDirections, sampleLearning } from '../../test/helpers/learning-sample.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { augmentationDraws, augmentationGrid, identity } from '../image/augmentation.ts';
import { seededRandom } from '../random.ts';
import { normalScores } from './joined-score.ts';
import { type LearnedFeatures, learnFeatures } from './learn.ts';
import type { Learning, SupportFeatures } from './learning.ts';
import { type PartSettings } from './settings.ts';

const families = ['rotation', 'mirror', 'brightness'] as const;
const views = augmentationGrid({ families, pose: 'free' });

/** Pictures of a part at some angles, under some augmentations; light changes nothing. */
function partsAt(angles: readonly number[], augmentations = views): SupportFeatures[] {
  return angles.map((angle, k) => {
    const shown = augmentations.map(({ degrees = 0, isMirrored }) =>
      isMirrored ? 180 - angle + degrees : angle + degrees,
    );
    return sampleDirections(`${k}.png`, shown);
  });
}

/** Every patch kept, all that reverse matching and retrieval need. */
const settings = {
  augment: families,
  pose: 'auto',
  bankAngles: 'all',
  coreset: 'per-copy',
  retrieve: 8,
  reverse: 0.5,
  presence: 'check',
} as const;

/** With scores in place of what computes them. */
function withScores({ leftOut, ...learned }: LearnedFeatures) {
  return { ...learned, scores: normalScores([leftOut]) };
}

describeOnRuntimes('learnFeatures() of a pose that is not known', (runtime) => {
  const learningOf = (changes: Partial<PartSettings> = {}, augmentations = views): Learning =>
    sampleLearning(runtime, { ...settings, ...changes }, augmentations);

  it.each([
    ['fixed', [0, 1, 2]],
    ['small', [0, 20, 40]],
    ['free', [0, 80, 160]],
  ] as const)('learns as if it was told %s, of parts at %j', async (pose, angles) => {
    const support = partsAt(angles);
    const learned = await learnFeatures(learningOf(), support);
    expect(learned.pose?.policy).toBe(pose);
    expect(learned.settings).toEqual({ ...learningOf().settings, pose });
    const told = await learnFeatures(learningOf({ pose }), support);
    expect(told.pose).toBeNull();
    expect(withScores({ ...learned, pose: null })).toEqual(withScores(told));
  });

  it('marks the copies that the pose allows; mirror images never', async () => {
    const { copies, augmentations } = await learnFeatures(learningOf(), partsAt([0, 20, 40]));
    const posed = augmentations.filter((_, a) => copies?.posed[a] === 1);
    const near = [15, 30, 45, 315, 330, 345].map((degrees) => `rotation +${degrees}°`);
    expect(posed).toEqual(['identity', ...near, 'brightness 0.8', 'brightness 1.2']);
    expect(copies?.posed).toHaveLength(3 * views.length);
  });

  it('keeps the angles of the pose alone where the bank is to show no others', async () => {
    const ofPose = learningOf({ bankAngles: 'of-pose' });
    const { augmentations, banks, copies } = await learnFeatures(ofPose, partsAt([0, 20, 40]));
    const degrees = [15, 30, 45, 315, 330, 345];
    const expected = [
      'identity',
      ...degrees.map((angle) => `rotation +${angle}°`),
      'mirror',
      ...degrees.map((angle) => `mirror, rotation +${angle}°`),
      'brightness 0.8',
      'brightness 1.2',
    ];
    expect(augmentations).toEqual(expected);
    expect(copies?.pictures).toHaveLength(3 * expected.length);
    // Each copy shows what its augmentation says: the first patch is its direction.
    for (const [r, picture] of banks[0].pictures.entries()) {
      const { degrees: turn = 0, isMirrored } =
        views.find(({ name }) => name === expected[banks[0].augmentations[r]]) ?? identity;
      const angle = isMirrored ? 180 - 20 * picture + turn : 20 * picture + turn;
      expect(banks[0].bank.data[2 * r]).toBeCloseTo(Math.cos((angle * Math.PI) / 180), 5);
    }
  });

  it('keeps random draws that the pose allows', async () => {
    const options = { families: ['rotation'], pose: 'free' } as const;
    const drawn = [identity, ...augmentationDraws(options, seededRandom(1), 40)];
    const learning = learningOf({ bankAngles: 'of-pose', draws: 40 }, drawn);
    const { augmentations, copies, pose } = await learnFeatures(
      learning,
      partsAt([0, 10, 20], drawn),
    );
    expect(pose?.policy).toBe('small');
    const near = drawn.filter(({ degrees = 0 }) => Math.abs(degrees) <= 45);
    expect(near.length).toBeGreaterThan(5);
    expect(augmentations).toEqual(near.map(({ name }) => name));
    expect(copies?.posed.every((posed) => posed === 1)).toBe(true);
  });
});

describeOnRuntimes('learnFeatures()', (runtime) => {
  const learningOf = (changes: Partial<PartSettings> = {}): Learning =>
    sampleLearning(runtime, { ...settings, pose: 'fixed', ...changes }, views);
  const support = partsAt([0, 5, 12]);

  it('tells of rows chosen and pictures scored, each to its end', async () => {
    const told: string[] = [];
    await learnFeatures(learningOf(), support, {
      onCoreset: (done, total) => told.push(`coreset ${done}/${total}`),
      onScored: (done, total) => told.push(`scored ${done}/${total}`),
    });
    const rows = 3 * views.length * 4;
    expect(told.filter((step) => step.startsWith('coreset')).at(-1)).toBe(
      `coreset ${rows}/${rows}`,
    );
    const scored = told.filter((step) => step.startsWith('scored'));
    expect(scored).toEqual(Array.from({ length: 9 }, (_, i) => `scored ${i + 1}/9`));
    expect(told.at(-1)).toBe('scored 9/9');
  });

  it('has neither scores nor scales where they are not wanted', async () => {
    const learned = await learnFeatures(learningOf(), support, { leaveOneOut: false });
    expect(learned).toMatchObject({ leftOut: [], reverse: null });
    expect(learned.banks[0].normalScale).toBe(1);
    expect(learned.copies).not.toBeNull();
  });

  it('has no copies where nothing asks for them, and scores no less', async () => {
    const forward = { retrieve: 'all', reverse: 0, presence: 'none' } as const;
    const learned = await learnFeatures(learningOf(forward), support);
    expect(learned).toMatchObject({ copies: null, reverse: null });
    const scores = normalScores([learned.leftOut]);
    expect(scores.map(({ missing }) => missing)).toEqual(Array.from({ length: 9 }, () => null));
    expect(scores[0].score).toBeGreaterThan(0);
  });
});
