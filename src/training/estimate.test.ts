import { describe, expect, it } from 'vitest';
import { FakePorts, smallPlan } from '../../test/helpers/training-fakes.ts';
import { estimateSeconds } from './estimate.ts';

describe('estimateSeconds()', () => {
  it('takes the time of a pair times all pairs of all steps', async () => {
    const [plan, ports] = [await smallPlan({ batch: 6, microBatches: 3 }), new FakePorts()];
    // A step of 4 pairs takes a minute.
    expect(await estimateSeconds({ ...plan, steps: 10 }, ports)).toBe((60 / 4) * 6 * 10);
    expect(ports.sessions).toMatchObject([[{ pairs: 4, microBatches: 1, size: 32 }, { seed: 0 }]]);
    expect(ports.open).toBe(0);
  });
});
