import { describe, expect, it } from 'vitest';
import { runModel } from '../../test/helpers/run-graph.ts';
import { randomMap } from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededState } from '../../test/helpers/seeded-array.ts';
import { ModelError } from '../errors.ts';
import { serializeModel } from '../graph/serialize.ts';
import { type StateDict, Weights } from '../weights/state-dict.ts';
import { buildInference, type InferenceConfig } from './inference-graph.ts';
import { buildStep } from './training-graph.ts';

const NARROW = { network: 'resnet18', width: 4 } as const;
const TURNING = { ...NARROW, transformer: 'rotation' } as const;

/** Random arrays of a network that was trained at 32 px. */
function stateOf({ backbone, encoder = 'last' }: InferenceConfig): StateDict {
  const optimiser = { momentum: 0, weightDecay: 0 };
  const config = { backbone, encoder, loss: 'one-sided', pairs: 2, size: 32, optimiser } as const;
  const { parameters, statistics } = buildStep(config);
  return seededState(5, [...parameters, ...statistics]);
}

/** The transformers turn by these angles, whatever they see. */
function turning(angles: readonly number[]): StateDict {
  const state = new Map(stateOf({ backbone: TURNING }));
  angles.forEach((angle, i) => {
    const key = `stn${i + 1}.fc.2`;
    state.set(`${key}.weight`, { shape: [1, 1024], data: new Float32Array(1024) });
    state.set(`${key}.bias`, { shape: [1], data: Float32Array.of(angle) });
  });
  return state;
}

function outputsOf(config: InferenceConfig, state = stateOf(config)) {
  const { outputs } = buildInference(new Weights(state, 'state'), config);
  return outputs.map(({ name, value }) => [name, value.shape[1]]);
}

describe('buildInference()', () => {
  const levels = [
    ['layer1', 4],
    ['layer2', 8],
    ['layer3', 16],
  ];

  it('puts out each stage, and encoders if there are any', () => {
    expect(outputsOf({ backbone: NARROW })).toEqual(levels);
    expect(outputsOf({ backbone: NARROW, encoder: 'last' })).toEqual([...levels, ['encoder', 16]]);
    expect(outputsOf({ backbone: NARROW, encoder: 'per-level' })).toEqual([
      ...levels,
      ['encoder.layer1', 4],
      ['encoder.layer2', 8],
      ['encoder.layer3', 16],
    ]);
  });

  it('finds the width in the weights', () => {
    expect(outputsOf({ backbone: { network: 'resnet18' } }, stateOf({ backbone: NARROW }))).toEqual(
      levels,
    );
  });

  it('takes every array of the network, and no predictor', () => {
    const weights = new Weights(stateOf({ backbone: TURNING }), 'state');
    buildInference(weights, { backbone: TURNING, encoder: 'last' });
    expect(weights.unused().every((key) => key.startsWith('predictor.'))).toBe(true);
  });

  it('names what is missing', () => {
    const state = stateOf({ backbone: TURNING });
    for (const key of ['conv1.weight', 'stn2.fc.0.weight', 'encoder.conv3.weight']) {
      const lacking = new Map([...state].filter(([name]) => name !== key));
      const build = () => outputsOf({ backbone: TURNING, encoder: 'last' }, lacking);
      expect(build).toThrow(ModelError);
      expect(build).toThrow(`it has no "${key}"`);
    }
  });
});

describeOnRuntimes('buildInference() with transformers', (runtime) => {
  const input = randomMap([1, 3, 64, 64]);
  const run = (backbone: InferenceConfig['backbone'], state: StateDict) =>
    runModel(
      runtime,
      serializeModel(buildInference(new Weights(state, 'state'), { backbone, encoder: 'last' })),
      { input },
    );

  it('that change nothing has the maps of the plain network, at any size', async () => {
    const state = turning([0, 0, 0]);
    const [plain, turned] = [await run(NARROW, state), await run(TURNING, state)];
    for (const [name, { values }] of Object.entries(plain)) expectNear(turned[name].values, values);
  });

  it('turns maps of a stage back, and those of its encoder', async () => {
    const [plain, turned] = [
      await run(NARROW, turning([])),
      await run(TURNING, turning([0, 0, Math.PI])),
    ];
    for (const [name, { values }] of Object.entries(plain)) expectNear(turned[name].values, values);
  });
});

/** Equal to 1e-3 of the largest element. */
function expectNear(actual: readonly number[], expected: readonly number[]): void {
  const scale = Math.max(...expected.map(Math.abs));
  const errors = expected.map((value, i) => Math.abs(value - actual[i]));
  expect(Math.max(...errors)).toBeLessThan(1e-3 * scale);
}
