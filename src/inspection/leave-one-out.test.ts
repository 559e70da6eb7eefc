import { describe, expect, it } from 'vitest';
import {
  chord,
  sampleDirections,
  sampleLearning,
  sampleSupport,
} from '../../test/helpers/learning-sample.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { buildBanks } from './bank-building.ts';
import { copiesOf } from './copy-matcher.ts';
import { normalScores } from './joined-score.ts';
import { loneOf } from './lone-picture.ts';
import type { SupportFeatures } from './learning.ts';
import { peakOf, scoreLeaveOneOut } from './leave-one-out.ts';
import type { PartSettings } from './settings.ts';

/** Each variant of a picture has four equal patches. */
function uniform(name: string, plain: number, light: number, turned: number) {
  return sampleSupport(
    name,
    [plain, light, turned].flatMap((value) => [value, value, value, value]),
  );
}

/** Any value of picture b is at least 5 from any of picture a, and so on. */
const support = [
  uniform('a.png', 0, 1, 2),
  uniform('b.png', 7, 8, 9),
  uniform('c.png', 30, 33, 20),
];

/** Pictures of twelve patches each, all different. */
const spread = [0, 40, 90].map((first, k) =>
  sampleSupport(
    `${k}.png`,
    Array.from({ length: 12 }, (_, i) => first + (i * i) / (k + 1)),
  ),
);

describeOnRuntimes('scoreLeaveOneOut()', (runtime) => {
  it.each(['per-picture', 'global'] as const)(
    'scores each picture against the others, %s',
    async (coreset) => {
      const learning = sampleLearning(runtime, { coreset, levelScale: 'none' });
      const banks = await buildBanks(learning, support);
      const { leftOut } = await scoreLeaveOneOut(learning, support, { banks, copies: null });
      const scores = normalScores([leftOut]);
      // Of the turned copies nothing is scored, but the others are compared with them: 20 - 9 = 11.
      expect(scores.map(({ name, score }) => [name, score])).toEqual([
        ['a.png (identity)', 7],
        ['a.png (brightness 1.2)', 6],
        ['b.png (identity)', 5],
        ['b.png (brightness 1.2)', 6],
        ['c.png (identity)', 21],
        ['c.png (brightness 1.2)', 24],
      ]);
      expect(scores.map(({ peak }) => peak)).toEqual(scores.map(({ score }) => score));
      expect(scores[4].sha256).toBe('sha of c.png');
    },
  );

  it('divides by the median distance of the plain pictures', async () => {
    const learning = sampleLearning(runtime);
    const built = await buildBanks(learning, support);
    const unscaled = { banks: built, copies: null };
    const { banks, leftOut } = await scoreLeaveOneOut(learning, support, unscaled);
    const scores = normalScores([leftOut]);
    expect(banks[0].normalScale).toBe(7); // of 7, 5 and 21
    expect(scores[0].score).toBe(1);
    expect(scores[4].score).toBe(3);
    expect(banks[0].bank).toBe(built[0].bank);
  });

  it('scores a single picture against its turned copies, which give its scale', async () => {
    const learning = sampleLearning(runtime, { levelScale: 'median' });
    const one = [uniform('a.png', 10, 13, 16)];
    const unscaled = { banks: await buildBanks(learning, one), copies: null };
    const { banks, leftOut } = await scoreLeaveOneOut(learning, one, unscaled);
    const scores = normalScores([leftOut]);
    expect(scores.map(({ name, score }) => [name, score])).toEqual([['a.png (own copies)', 1]]);
    expect(banks[0].normalScale).toBe(6);
  });

  it('tells of each score', async () => {
    const learning = sampleLearning(runtime);
    const progress: string[] = [];
    const unscaled = { banks: await buildBanks(learning, support), copies: null };
    await scoreLeaveOneOut(learning, support, unscaled, (done, total) =>
      progress.push(`${done}/${total}`),
    );
    expect(progress).toEqual(['1/6', '2/6', '3/6', '4/6', '5/6', '6/6']);
  });
});

describeOnRuntimes('scoreLeaveOneOut() of a coreset', (runtime) => {
  it('drops rows of a coreset a picture, and chooses a joint one again', async () => {
    for (const coreset of ['per-picture', 'global'] as const) {
      const changes = { coreset, levelScale: 'none', samplingRatio: 0.25, seed: 1 } as const;
      const learning = sampleLearning(runtime, changes);
      const banks = await buildBanks(learning, spread);
      const { leftOut } = await scoreLeaveOneOut(learning, spread, { banks, copies: null });
      const scores = normalScores([leftOut]);
      const others = coreset === 'global' ? await buildBanks(learning, spread.slice(1)) : banks;
      const kept = [...others[0].bank.data].filter((_, i) => {
        const isOther = coreset === 'global' || others[0].pictures[i >> 1] !== 0;
        return i % 2 === 0 && isOther;
      });
      const nearest = [0, 1, 4, 9].map((q) => Math.min(...kept.map((row) => Math.abs(row - q))));
      expect(scores[0].score).toBe(Math.max(...nearest));
    }
  });
});

describeOnRuntimes('scoreLeaveOneOut() of few pictures', (runtime) => {
  const learning = sampleLearning(runtime, { levelScale: 'none' });
  const scoresOf = async (some: readonly SupportFeatures[], one = learning) => {
    const unscaled = { banks: await buildBanks(one, some), copies: null };
    const { banks, reverse, leftOut } = await scoreLeaveOneOut(one, some, unscaled);
    const scales = banks.map(({ normalScale }) => normalScale);
    return { scales, reverse, scores: normalScores([leftOut]) };
  };

  it('scores each of two pictures against its own turned copies too', async () => {
    const { scores } = await scoresOf(support.slice(0, 2));
    expect(scores.map(({ name, score }) => [name, score])).toEqual([
      ['a.png (identity)', 7],
      ['a.png (brightness 1.2)', 6],
      ['a.png (own copies)', 2],
      ['b.png (identity)', 5],
      ['b.png (brightness 1.2)', 6],
      ['b.png (own copies)', 2],
    ]);
  });

  it('takes copies in other light where none is turned', async () => {
    const light = { ...learning, augmentations: learning.augmentations.slice(0, 2) };
    const one = [sampleSupport('a.png', [1, 1, 1, 1, 4, 4, 4, 4])];
    const { scores } = await scoresOf(one, light);
    expect(scores.map(({ name, score }) => [name, score])).toEqual([['a.png (own copies)', 3]]);
  });

  it('scores nothing against itself', async () => {
    const plain = {
      ...sampleLearning(runtime),
      augmentations: learning.augmentations.slice(0, 1),
    };
    const [one, two] = [0, 6].map((value, k) => {
      return sampleSupport(`${k}.png`, [value, value, value, value]);
    });
    expect(await scoresOf([one], plain)).toEqual({ scales: [1], reverse: null, scores: [] });
    const { scales, scores } = await scoresOf([one, two], plain);
    expect(scores.map(({ name, score }) => [name, score])).toEqual([
      ['0.png (identity)', 1],
      ['1.png (identity)', 1],
    ]);
    expect(scales).toEqual([6]);
  });
});

describeOnRuntimes('scoreLeaveOneOut() with copies', (runtime) => {
  /** Plain, in other light, turned: three pictures whose light changes nothing. */
  const score = async (changes: Partial<PartSettings>, angles = [0, 10, 40]) => {
    const turned = angles.map((angle, k) =>
      sampleDirections(`${k}.png`, [angle, angle, angle + 90]),
    );
    const copies = copiesOf(turned, [true, true, false]);
    const learning = sampleLearning(runtime, { levelScale: 'none', ...changes });
    const banks = await buildBanks(learning, turned);
    const { reverse, leftOut } = await scoreLeaveOneOut(learning, turned, { banks, copies });
    return { reverse, scores: normalScores([leftOut]) };
  };

  it('tells what each picture lacks of the others, by the most that one lacks', async () => {
    const { reverse, scores } = await score({ presence: 'check', reverse: 1 });
    expect(reverse?.largest).toBeCloseTo(chord(30), 3);
    expect(reverse?.usualScore).toBeCloseTo(chord(10), 5); // of 10, 10 and 30 degrees
    const ratios = [10, 10, 10, 10, 30, 30].map((degrees) => chord(degrees) / chord(30));
    for (const [i, { missing }] of scores.entries()) {
      expect(missing?.ratio).toBeCloseTo(ratios[i], 3);
      expect(missing?.peak).toBeCloseTo(ratios[i], 3);
    }
    // Nothing lacks more than the most, so nothing is added.
    expect(scores[4].score).toBeCloseTo(chord(30), 5);
  });

  it('leaves out what another part lacks, of which the scores tell', async () => {
    const { reverse, scores } = await score({ presence: 'check', reverse: 1 }, [0, 10, 80]);
    expect(reverse?.largest).toBeCloseTo(chord(10), 3);
    expect(loneOf(scores)?.sha256).toBe(scores[4].sha256);
    expect(loneOf(scores)?.ratio).toBeCloseTo(chord(70) / chord(10), 2);
  });

  it.each(['per-copy', 'global'] as const)(
    'retrieves copies of the others alone, %s',
    async (coreset) => {
      const { scores, reverse } = await score({ coreset, retrieve: 1 });
      expect(reverse).toBeNull();
      const degrees = [10, 10, 10, 10, 30, 30];
      for (const [i, one] of scores.entries()) expect(one.score).toBeCloseTo(chord(degrees[i]), 5);
    },
  );
});

describe('peakOf()', () => {
  it('is the largest value, and NaN where there is one', () => {
    expect(peakOf(Float32Array.of(-3, -1, -2))).toBe(-1);
    expect(peakOf(Float32Array.of(1, NaN, 2))).toBeNaN();
  });
});
