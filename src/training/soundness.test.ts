import { describe, expect, it } from 'vitest';
import { TrainingError } from '../errors.ts';
import { TRAINING } from '../hyperparameters.ts';
import { SoundnessCheck } from './soundness.ts';

const sound = { loss: -0.5, spread: 0.8, norms: { backbone: 1, heads: 2 } };
const collapsed = { ...sound, spread: TRAINING.collapsedSpread / 2 };

function checks(reports: readonly (typeof sound)[]): () => void {
  return () => {
    const check = new SoundnessCheck();
    for (const [step, report] of reports.entries()) check.check(step, report);
  };
}

describe('the check of a training', () => {
  it('lets a sound one go on', () => {
    expect(checks(Array.from({ length: 100 }, () => sound))).not.toThrow();
  });

  it('stops at a loss or gradient that is no number', () => {
    expect(checks([sound, { ...sound, loss: NaN }])).toThrow(/step 2.*no finite number/);
    const norms = { ...sound.norms, heads: Infinity };
    expect(checks([{ ...sound, norms }])).toThrow(TrainingError);
  });

  it('stops when the spread stays near 0, not when it passes through', () => {
    const short = Array.from({ length: TRAINING.collapsedSteps - 1 }, () => collapsed);
    expect(checks([...short, sound, ...short])).not.toThrow();
    expect(checks([...short, collapsed])).toThrow(/collapsed: their spread is 0\.10/);
  });

  it('counts the steps before a stop', () => {
    const before = Array.from({ length: TRAINING.collapsedSteps - 1 }, () => collapsed.spread);
    const late = new SoundnessCheck([sound.spread, ...before]);
    expect(() => late.check(0, collapsed)).toThrow(/collapsed/);
    const recovered = new SoundnessCheck([...before, sound.spread]);
    expect(() => recovered.check(0, collapsed)).not.toThrow();
  });
});
