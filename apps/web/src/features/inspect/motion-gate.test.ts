import { describe, expect, it } from 'vitest';
import { MotionGate } from './motion-gate.ts';

/** A frame of one lightness. */
const frame = (lightness: number): Uint8Array => new Uint8Array(64).fill(lightness);

/** How often the gate opens over frames of these lightnesses. */
function openings(...lightnesses: readonly number[]): number {
  const gate = new MotionGate();
  return lightnesses.filter((lightness) => gate.next(frame(lightness))).length;
}

describe('MotionGate', () => {
  it('opens once when a part has moved and come to rest', () => {
    expect(openings(10, 60, 110, 110, 110, 110, 110, 110, 110)).toBe(1);
  });

  it('stays shut before anything moved, and while it moves', () => {
    expect(openings(10, 10, 10, 10, 10, 10)).toBe(0);
    expect(openings(10, 60, 110, 60, 110, 60, 110)).toBe(0);
  });

  it('opens again for the next part', () => {
    const part = [200, 200, 200, 200, 200];
    expect(openings(10, ...part, 90, 90, 90, 90, 90, 90)).toBe(2);
  });

  it('takes the flicker of a lamp for rest', () => {
    expect(openings(10, 100, 101, 100, 102, 101, 100)).toBe(1);
  });
});
