import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CategoryError, TrainingError } from '../errors.ts';
import { PairSchedule } from './pairs.ts';

const arbitrary = record({
  counts: array(integer({ min: 2, max: 30 }), { minLength: 1, maxLength: 6 }),
  batch: integer({ min: 2, max: 16 }),
  batches: constantFrom('mixed', 'category'),
  seed: integer({ min: 0, max: 1e6 }),
  epoch: integer({ min: 0, max: 5 }),
});

/** Which category each picture is of. */
function labels(counts: readonly number[]): number[] {
  return counts.flatMap((count, category) => Array.from({ length: count }, () => category));
}

function scheduleOf(
  counts: readonly number[],
  options: ConstructorParameters<typeof PairSchedule>[1],
) {
  return new PairSchedule(
    counts.map((count, i) => ({ name: `c${i}`, count })),
    options,
  );
}

describe('the pairs of an epoch', () => {
  it('show every picture as the query, beside another one of its category', () => {
    assert(
      property(arbitrary, ({ counts, epoch, ...options }) => {
        const schedule = scheduleOf(counts, options);
        const category = labels(counts);
        const steps = Array.from({ length: schedule.stepsPerEpoch }, (_, i) =>
          schedule.pairsOf(epoch * schedule.stepsPerEpoch + i),
        );
        for (const pairs of steps) {
          expect(pairs).toHaveLength(options.batch);
          const mixed = new Set(pairs.map(({ query }) => category[query])).size;
          expect(mixed).toBeLessThanOrEqual(options.batches === 'category' ? 1 : counts.length);
          for (const { query, support } of pairs) {
            expect(support).not.toBe(query);
            expect(category[support]).toBe(category[query]);
          }
        }
        const shown = new Set(steps.flat().map(({ query }) => query));
        expect(shown.size).toBe(category.length);
      }),
    );
  });

  it('follow from seed and step alone, and differ between epochs', () => {
    const options = { batch: 4, batches: 'mixed', seed: 3 } as const;
    const [a, b] = [scheduleOf([9, 7], options), scheduleOf([9, 7], options)];
    a.pairsOf(0);
    expect(a.pairsOf(6)).toEqual(b.pairsOf(6));
    expect(a.pairsOf(0)).not.toEqual(a.pairsOf(a.stepsPerEpoch));
    expect(a.pairsOf(0)).not.toEqual(scheduleOf([9, 7], { ...options, seed: 4 }).pairsOf(0));
  });

  it('need two pictures a category', () => {
    const options = { batch: 4, batches: 'mixed', seed: 0 } as const;
    expect(() => scheduleOf([4, 1], options)).toThrow(CategoryError);
    expect(() => scheduleOf([], options)).toThrow(TrainingError);
  });
});
