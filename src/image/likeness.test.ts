import { describe, expect, it } from 'vitest';
import { NEAR_COPY } from '../hyperparameters.ts';
import { seededRandom } from '../random.ts';
import { Likeness } from './likeness.ts';

const { side: SIDE } = NEAR_COPY;

/** A picture as a function of the place, in pixels of the thumbnail. */
type Scene = (x: number, y: number) => number;

/** A disc with a grain of its own: parts of one kind differ by `seed` alone. */
function disc(seed: number, grain = 12): Scene {
  const random = seededRandom(seed);
  const waves = Array.from({ length: 24 }, () => ({
    x: random.uniform() * 0.9 - 0.45,
    y: random.uniform() * 0.9 - 0.45,
    phase: random.uniform() * 7,
  }));
  return (x, y) => {
    const edge = 1 / (1 + Math.exp((Math.hypot(x - 32, y - 32) - 22) / 1.5));
    const texture = waves.reduce((sum, w) => sum + Math.sin(w.x * x + w.y * y + w.phase), 0);
    return 60 + edge * (110 + (grain * texture) / Math.sqrt(waves.length));
  };
}

function likeness(scene: Scene): Likeness {
  const levels = Uint8ClampedArray.from({ length: SIDE * SIDE }, (_, i) =>
    scene(i % SIDE, Math.floor(i / SIDE)),
  );
  return new Likeness(new Uint8Array(levels.buffer));
}

const part = disc(1);
const moved =
  (x: number, y: number): Scene =>
  (u, v) =>
    part(u - x, v - y);

describe('a near copy', () => {
  it.each<[string, Scene]>([
    ['the same picture', part],
    ['moved by half a pixel', moved(0.5, 0)],
    ['moved by a pixel aslant', moved(-0.7, 0.7)],
    ['in other light', (x, y) => part(x, y) * 0.9 + 6],
    ['moved, in other light', (x, y) => moved(0.4, -0.6)(x, y) * 1.05],
  ])('is %s', (_, scene) => {
    expect(likeness(part).isCopyOf(likeness(scene))).toBe(true);
    expect(likeness(scene).isCopyOf(likeness(part))).toBe(true);
  });

  it('may have the noise that a camera leaves in a thumbnail', () => {
    const random = seededRandom(3);
    const noisy: Scene = (x, y) => part(x, y) + random.normal();
    expect(likeness(part).isCopyOf(likeness(noisy))).toBe(true);
  });

  it.each<[string, Scene]>([
    ['another part of the kind', disc(2)],
    ['another part with half the grain', disc(2, 6)],
    ['the part turned', (x, y) => part(y, SIDE - 1 - x)],
    ['the part mirrored', (x, y) => part(SIDE - 1 - x, y)],
    ['the part moved far', moved(4, 0)],
    ['its negative', (x, y) => 255 - part(x, y)],
    ['nothing at all', () => 128],
  ])('is not %s', (_, scene) => {
    expect(likeness(part).isCopyOf(likeness(scene))).toBe(false);
    expect(likeness(scene).isCopyOf(likeness(part))).toBe(false);
  });

  it('is none where there is hardly anything to see', () => {
    const [one, other] = [5, 6].map((seed) => {
      const random = seededRandom(seed);
      return likeness(() => 128 + random.normal());
    });
    expect(one.distanceTo(other)).toBeLessThan(NEAR_COPY.tolerance);
    expect(one.isCopyOf(other)).toBe(false);
  });
});

describe('distanceTo()', () => {
  it('is the same both ways, and 0 to itself', () => {
    const [one, other] = [likeness(part), likeness(disc(2))];
    expect(one.distanceTo(other)).toBe(other.distanceTo(one));
    expect(one.distanceTo(one)).toBeLessThan(1e-5);
  });

  it('grows with what differs, in levels', () => {
    const stain = (depth: number): Scene => {
      return (x, y) => part(x, y) - depth * Math.exp(-((x - 30) ** 2 + (y - 30) ** 2) / 18);
    };
    const [faint, clear] = [likeness(stain(20)), likeness(stain(40))];
    const base = likeness(part);
    expect(base.distanceTo(clear) / base.distanceTo(faint)).toBeCloseTo(2, 0);
    // Smoothed from σ = 3 to σ² = 11.5 it is 40 · 9 / 11.5 deep: √(π · 11.5 · 31.3² / 56²) = 3.36.
    expect(base.distanceTo(clear)).toBeGreaterThan(2.5);
    expect(base.distanceTo(clear)).toBeLessThan(3.36);
  });
});
