import { describe, expect, it } from 'vitest';
import {
  buildAccumulation,
  buildStep,
  buildUpdate,
  groupOf,
  NAMES,
  type TrainingConfig,
} from './training-graph.ts';

const CONFIG: TrainingConfig = {
  backbone: { network: 'resnet18', width: 2, transformer: 'rotation' },
  loss: 'one-sided',
  encoder: 'last',
  pairs: 2,
  size: 32,
  optimiser: { momentum: 0.9, weightDecay: 0 },
};

function namesOf(values: readonly { readonly name: string }[]): string[] {
  return values.map(({ name }) => name).toSorted();
}

describe('groupOf()', () => {
  it.each([
    ['conv1.weight', 'backbone'],
    ['layer1.0.bn1.bias', 'backbone'],
    ['features.0.0.weight', 'backbone'],
    ['stn2.conv.0.weight', 'transformer'],
    ['encoder.conv1.weight', 'heads'],
    ['encoder.layer2.conv1.weight', 'heads'],
    ['predictor.bn1.bias', 'heads'],
    ['layer1.stn1.weight', 'backbone'],
    ['layer1.encoder.weight', 'backbone'],
  ])('of %s is %s', (key, group) => expect(groupOf(key)).toBe(group));
});

describe('NAMES', () => {
  it('gives each use of a key a name of its own', () => {
    const { rate, norm, velocity, sum, next } = NAMES;
    const names = [rate('heads'), norm('heads'), velocity('a'), sum('a'), next('a'), 'a'];
    expect(names).toEqual(['rate/heads', 'norm/heads', 'velocity/a', 'sum/a', 'next/a', 'a']);
  });
});

describe('buildStep()', () => {
  const { graph, parameters, statistics, advanced } = buildStep(CONFIG);
  const keys = parameters.map(({ key }) => key);

  it('takes pictures, weights, statistics, velocities and rates', () => {
    expect(namesOf(graph.inputs)).toEqual(
      [
        'query',
        'support',
        ...keys,
        ...statistics.map(({ key }) => key),
        ...keys.map(NAMES.velocity),
        ...(['backbone', 'transformer', 'heads'] as const).map(NAMES.rate),
      ].toSorted(),
    );
    const query = graph.inputs.find(({ name }) => name === 'query');
    expect(query?.shape).toEqual([2, 3, 32, 32]);
  });

  it('puts out the loss, the spread, lengths of gradients, and all of it after the step', () => {
    expect(namesOf(graph.outputs)).toEqual(
      [
        'loss',
        'spread',
        ...[...keys, ...keys.map(NAMES.velocity), ...advanced].map(NAMES.next),
        ...(['backbone', 'transformer', 'heads'] as const).map(NAMES.norm),
      ].toSorted(),
    );
    expect(advanced).toEqual(statistics.map(({ key }) => key));
  });

  it('has no rate for a group that the network lacks', () => {
    const plain = buildStep({ ...CONFIG, backbone: { network: 'resnet18', width: 2 } });
    const rates = namesOf(plain.graph.inputs).filter((name) => name.startsWith('rate/'));
    expect(rates).toEqual(['rate/backbone', 'rate/heads']);
  });

  it('freezes the statistics of the backbone alone', () => {
    const frozen = buildStep({ ...CONFIG, freezeBatchNorm: true });
    expect(frozen.statistics).toHaveLength(statistics.length);
    expect(frozen.advanced).toEqual(advanced.filter((key) => groupOf(key) !== 'backbone'));
    expect(frozen.advanced.some((key) => key.startsWith('stn1.'))).toBe(true);
    expect(frozen.parameters.map(({ key }) => key)).toEqual(keys);
  });
});

describe('buildAccumulation() and buildUpdate()', () => {
  const { graph, parameters, advanced } = buildAccumulation({ ...CONFIG, microBatches: 2 });
  const update = buildUpdate(parameters, CONFIG.optimiser);
  const keys = parameters.map(({ key }) => key);

  it('add up gradients without touching weights', () => {
    expect(namesOf(graph.outputs)).toEqual(
      ['loss', 'spread', ...[...keys.map(NAMES.sum), ...advanced].map(NAMES.next)].toSorted(),
    );
  });

  it('then move weights by the sums', () => {
    const groups = ['backbone', 'transformer', 'heads'] as const;
    expect(namesOf(update.inputs)).toEqual(
      [
        ...keys,
        ...keys.map(NAMES.sum),
        ...keys.map(NAMES.velocity),
        ...groups.map(NAMES.rate),
      ].toSorted(),
    );
    expect(namesOf(update.outputs)).toEqual(
      [
        ...[...keys, ...keys.map(NAMES.velocity)].map(NAMES.next),
        ...groups.map(NAMES.norm),
      ].toSorted(),
    );
  });
});
