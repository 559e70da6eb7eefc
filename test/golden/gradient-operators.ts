/** The operators of tools/golden/gradients.py, in ours. */
import type { GraphBuilder } from '../../src/graph/builder.ts';
import * as elementwise from '../../src/graph/operators/elementwise.ts';
import * as layout from '../../src/graph/operators/layout.ts';
import * as matmul from '../../src/graph/operators/matmul.ts';
import * as normalization from '../../src/graph/operators/normalization.ts';
import * as reduce from '../../src/graph/operators/reduce.ts';
import { slice } from '../../src/graph/operators/region.ts';
import { cosineSimilarity } from '../../src/graph/operators/similarity.ts';
import { affineGrid, gridSample } from '../../src/graph/operators/warp.ts';
import { averagePool, conv, type ConvOptions, maxPool } from '../../src/graph/operators/window.ts';
import type { Value } from '../../src/graph/value.ts';

/** Adds an operator to a graph. */
export type Build = (g: GraphBuilder, operands: readonly Value[]) => Value;

const ELEMENTWISE: Readonly<Record<string, Build>> = {
  add: plain(elementwise.add),
  sub: plain(elementwise.sub),
  mul: plain(elementwise.mul),
  div: plain(elementwise.div),
  relu: plain(elementwise.relu),
  neg: plain(elementwise.neg),
  abs: plain(elementwise.abs),
  sqrt: plain(elementwise.sqrt),
  exp: plain(elementwise.exp),
  log: plain(elementwise.log),
  sin: plain(elementwise.sin),
  cos: plain(elementwise.cos),
  gelu: plain(elementwise.gelu),
  clip: (g, [x]) => elementwise.clip(g, x, -0.5, 0.5),
  floor: (g, [x]) => elementwise.mul(g, x, elementwise.floor(g, x)),
  sign: (g, [x]) => elementwise.mul(g, x, elementwise.sign(g, x)),
  stopGradient: (g, [x]) => elementwise.mul(g, x, elementwise.stopGradient(g, x)),
};

const LAYOUT: Readonly<Record<string, Build>> = {
  reshape: (g, [x]) => squared(g, layout.reshape(g, x, [4, 6])),
  flatten: (g, [x]) => squared(g, layout.flatten(g, x)),
  transpose: (g, [x]) => layout.transpose(g, x, [2, 0, 1]),
  expand: (g, [x]) => layout.expand(g, x, [2, 3, 4]),
  concat: (g, [a, b]) => layout.concat(g, [a, b, a], 1),
  slice: (g, [x]) => {
    const last = { axis: 2, start: 2 };
    return slice(g, x, [{ axis: 0, start: -3, end: -1 }, last]);
  },
  'slice with steps': (g, [x]) => {
    const everySecond = { axis: 2, start: 0, step: 2 };
    return slice(g, x, [{ axis: 1, start: 1, step: 3 }, everySecond]);
  },
};

const PRODUCTS: Readonly<Record<string, Build>> = {
  matMul: plain(matmul.matMul),
  'matMul by one matrix': plain(matmul.matMul),
  gemm: (g, [a, b, c]) => {
    const options = { transposeA: true, transposeB: true, alpha: 2, beta: 3 };
    return matmul.gemm(g, [a, b, c], options);
  },
  fusedMatMul: fused({}),
  'fusedMatMul, a': fused({ transposeA: true }),
  'fusedMatMul, b': fused({ transposeB: true, alpha: 2 }),
  'fusedMatMul, a and b': fused({ transposeA: true, transposeB: true }),
  linear: plain(matmul.linear),
  'linear of maps': plain(matmul.linear),
  cosineSimilarity: (g, [a, b]) => cosineSimilarity(g, a, b, 1),
};

const STATISTICS: Readonly<Record<string, Build>> = {
  reduceSum: (g, [x]) => reduce.reduceSum(g, x, [0, 2], { keepDims: false }),
  reduceMean: (g, [x]) => reduce.reduceMean(g, x, [1]),
  reduceL2: (g, [x]) => reduce.reduceL2(g, x, [1], { keepDims: false }),
  normalizeBatch: (g, [x, scale, bias]) =>
    normalization.normalizeBatch(g, x, { scale, bias }, 1e-5).y,
  batchNormalization: (g, [x, scale, bias, mean, variance]) =>
    normalization.batchNormalization(g, x, { scale, bias, mean, variance }, 1e-5),
  layerNormalization: (g, [x, scale, bias]) =>
    normalization.layerNormalization(g, x, { scale, bias }, 1e-6),
};

const POOLING = { stride: 2, padding: 1 };

const MAPS: Readonly<Record<string, Build>> = {
  conv: convolution({ padding: 1 }),
  'conv, no padding': convolution({}),
  'conv, 1 x 1': convolution({}),
  'conv, few positions': convolution({ padding: 1 }),
  'conv, stride 2': convolution({ stride: 2, padding: 1 }),
  'conv, 1 x 1, stride 2': convolution({ stride: 2 }),
  'conv, 2 x 2, stride 2': convolution({ stride: 2 }),
  'conv, few channels': convolution({ stride: 2, padding: 3 }),
  'conv, few channels, stride 1': convolution({ padding: [1, 0] }),
  'conv, 2 groups': convolution({ padding: 1, groups: 2 }),
  'conv, depthwise': convolution({ padding: 3, groups: 3 }),
  'conv, depthwise, stride 2': convolution({ stride: 2, padding: 1, groups: 3 }),
  maxPool: (g, [x]) => maxPool(g, x, 3, POOLING),
  averagePool: (g, [x]) => averagePool(g, x, 2),
  'averagePool, padding counts': (g, [x]) =>
    averagePool(g, x, 3, { ...POOLING, countPadding: true }),
  'averagePool, padding does not count': (g, [x]) => averagePool(g, x, 3, POOLING),
  affineGrid: (g, [theta]) => affineGrid(g, theta, g.constant(new Float32Array(24), [2, 1, 3, 4])),
  gridSample: plain(gridSample),
  'gridSample, magnified': plain(gridSample),
  'gridSample, far outside': plain(gridSample),
  warp: (g, [x, theta]) => gridSample(g, x, affineGrid(g, theta, x)),
};

/** By their names in the fixture. */
export const OPERATORS: Readonly<Record<string, Build>> = {
  ...ELEMENTWISE,
  ...LAYOUT,
  ...PRODUCTS,
  ...STATISTICS,
  ...MAPS,
};

function plain(operator: (g: GraphBuilder, ...operands: Value[]) => Value): Build {
  return (g, operands) => operator(g, ...operands);
}

function fused(options: matmul.ProductOptions): Build {
  return (g, [a, b]) => matmul.fusedMatMul(g, a, b, options);
}

function convolution(options: ConvOptions): Build {
  return (g, [x, weights, bias]) => conv(g, x, weights, { ...options, bias });
}

function squared(g: GraphBuilder, x: Value): Value {
  return elementwise.mul(g, x, x);
}
