import { expect, it } from 'vitest';
import { type LayersRun, randomMap, runLayers } from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import type { Runtime } from '../runtime.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { seededRandom } from '../random.ts';
import type { StateDict } from '../weights/state-dict.ts';
import {
  spatialTransformer,
  TRANSFORMER_MODES,
  type TransformerMode,
} from './spatial-transformer.ts';
import { trainableLayers } from './trainable-layers.ts';

const [cosine, sine] = [Math.cos(0.3), Math.sin(0.3)];

/** The matrix that each mode makes of some parameters (RegAD's models/stn.py). */
const MATRICES: Readonly<Record<TransformerMode, [parameters: number[], theta: number[]]>> = {
  affine: [
    [1, 2, 3, 4, 5, 6],
    [1, 2, 3, 4, 5, 6],
  ],
  translation: [
    [0.2, 0.4],
    [1, 0, 0.2, 0, 1, 0.4],
  ],
  rotation: [[0.3], [cosine, -sine, 0, sine, cosine, 0]],
  scale: [
    [2, 3],
    [2, 0, 0, 0, 3, 0],
  ],
  shear: [
    [0.2, 0.4],
    [1, 0.2, 0, 0.4, 1, 0],
  ],
  rotation_scale: [
    [0.3, 2, 3],
    [2 * cosine, -sine, 0, sine, 3 * cosine, 0],
  ],
  translation_scale: [
    [0.2, 0.4, 2, 3],
    [2, 0, 0.2, 0, 3, 0.4],
  ],
  rotation_translation: [
    [0.3, 0.2, 0.4],
    [cosine, -sine, 0.2, sine, cosine, 0.4],
  ],
  rotation_translation_scale: [
    [0.3, 0.2, 0.4, 2, 3],
    [2 * cosine, -sine, 0.2, sine, 3 * cosine, 0.4],
  ],
};

/** Runs a transformer that chooses these parameters whatever it sees. */
function transformed(
  runtime: Runtime,
  mode: TransformerMode,
  parameters: readonly number[],
): Promise<LayersRun> {
  const state: StateDict = new Map([
    [
      'stn.fc.2.weight',
      { shape: [parameters.length, 1024], data: new Float32Array(1024 * parameters.length) },
    ],
    ['stn.fc.2.bias', { shape: [parameters.length], data: Float32Array.from(parameters) }],
  ]);
  const build = (
    layers: Parameters<typeof spatialTransformer>[0],
    x: Parameters<typeof spatialTransformer>[1],
  ) => ({
    ...spatialTransformer(layers, x, { key: 'stn', mode }),
  });
  return runLayers(runtime, randomMap([2, 3, 4, 4]), build, state);
}

describeOnRuntimes('spatialTransformer()', (runtime) => {
  it.each(TRANSFORMER_MODES)('makes the matrix of %s', async (mode) => {
    const [parameters, theta] = MATRICES[mode];
    const { outputs } = await transformed(runtime, mode, parameters);
    expect(outputs['theta'].shape).toEqual([2, 2, 3]);
    [...theta, ...theta].forEach((value, i) =>
      expect(outputs['theta'].values[i]).toBeCloseTo(value, 6),
    );
  });

  it.each(TRANSFORMER_MODES)('starts with a %s that changes nothing', async (mode) => {
    const layers = trainableLayers(new GraphBuilder());
    spatialTransformer(layers, layers.g.input('x', [1, 3, 8, 8]), { key: 'stn', mode });
    const { shape, start } = layers.parameters.get('stn.fc.2.bias') ?? {
      shape: [0],
      start: Number,
    };
    const random = seededRandom(1);
    const parameters = Array.from({ length: shape[0] }, (_, i) => start(random, i));
    expect(layers.parameters.get('stn.fc.2.weight')?.start(random, 3)).toBe(0);
    const { outputs, input } = await transformed(runtime, mode, parameters);
    [1, 0, 0, 0, 1, 0].forEach((value, i) =>
      expect(outputs['theta'].values[i]).toBeCloseTo(value, 6),
    );
    outputs['y'].values.forEach((value, i) => expect(value).toBeCloseTo(input.data[i], 4));
  });

  it('takes y from where θ points', async () => {
    const { outputs, input } = await transformed(runtime, 'scale', [-1, 1]);
    const mirrored = Array.from(input.data, (_, i) => input.data[i - (i % 4) + 3 - (i % 4)]);
    outputs['y'].values.forEach((value, i) => expect(value).toBeCloseTo(mirrored[i], 4));
  });

  it('looks at the map: other maps, other matrices', async () => {
    const run = await runLayers(runtime, randomMap([2, 3, 4, 4]), (layers, x) => ({
      theta: spatialTransformer(layers, x, { key: 'stn', mode: 'rotation_scale' }).theta,
    }));
    const { values } = run.outputs['theta'];
    expect(values.slice(0, 6)).not.toEqual(values.slice(6));
  });

  it.each([
    [undefined, 12, 16 * 3 * 3],
    [undefined, 8, 16 * 2 * 2],
    [4, 12, 16 * 4 * 4],
  ])('of side %s on a map of %i has %i inputs of its first linear layer', async (side, size, n) => {
    const { shapes } = await runLayers(runtime, randomMap([1, 3, size, size]), (layers, x) => ({
      y: spatialTransformer(layers, x, { key: 'stn', mode: 'rotation', ...(side && { side }) }).y,
    }));
    expect(shapes).toMatchObject({
      'stn.conv.0.weight': [64, 3, 3, 3],
      'stn.conv.1.running_mean': [64],
      'stn.conv.4.weight': [16, 64, 3, 3],
      'stn.conv.5.running_mean': [16],
      'stn.fc.0.weight': [1024, n],
      'stn.fc.2.weight': [1, 1024],
    });
    expect(Object.keys(shapes)).toHaveLength(14);
  });
});
