/**
 * Arithmetic of sizes that may be known only when the graph runs. Formulas are kept in one normal
 * form, so that equal sizes that were computed along two branches are equal strings.
 *
 * @module
 */
import type { Dim, Shape } from './value.ts';

/** `dim + offset`. */
export function plus(dim: Dim, offset: number): Dim {
  const { base, constant } = parts(dim);
  const total = constant + offset;
  if (base === '') return total;
  if (total === 0) return base;
  return total > 0 ? `${base}+${total}` : `${base}${total}`;
}

/** `a - b`; undefined if no single formula tells it. */
export function minus(a: Dim, b: Dim): Dim | undefined {
  if (typeof b === 'number') return plus(a, -b);
  const [x, y] = [parts(a), parts(b)];
  return x.base === y.base ? x.constant - y.constant : undefined;
}

/**
 * `dim / divisor`, rounded up: ⌈⌈h/2⌉/2⌉ is written as the equal ⌈h/4⌉.
 *
 * @param divisor - A positive integer.
 */
export function ceilDivide(dim: Dim, divisor: number): Dim {
  if (typeof dim === 'number') return Math.ceil(dim / divisor);
  if (divisor === 1) return dim;
  const nested = /^ceil\((\w+|\(\w+[+-]\d+\))\/(\d+)\)$/.exec(dim);
  if (nested) return `ceil(${nested[1]}/${Number(nested[2]) * divisor})`;
  return `ceil(${isName(dim) ? dim : `(${dim})`}/${divisor})`;
}

/** Product of sizes that are all known; 1 if there are none. */
export function product(dims: readonly number[]): number;
/** Product of all sizes, such as `n*3136`; 1 if there are none. */
export function product(dims: Shape): Dim;
/** Product of all sizes, such as `n*3136`; 1 if there are none. */
export function product(dims: Shape): Dim {
  const factor = dims.reduce<number>((p, dim) => (typeof dim === 'number' ? p * dim : p), 1);
  const open = dims.filter((dim) => typeof dim === 'string');
  if (open.length === 0 || factor === 0) return factor;
  const factors = open.map((dim) => (/[+-]\d+$/.test(dim) ? `(${dim})` : dim));
  return [...factors, ...(factor === 1 ? [] : [factor])].join('*');
}

/** Sum of all sizes, such as `a+b+3`; 0 if there are none. */
export function sum(dims: Shape): Dim {
  const total = dims.reduce<number>((s, dim) => (typeof dim === 'number' ? s + dim : s), 0);
  const open = dims.filter((dim) => typeof dim === 'string');
  return open.length === 0 ? total : plus(open.join('+'), total);
}

/**
 * Shape of an elementwise result (ONNX "Multidirectional Broadcasting").
 *
 * @returns The shape, or `undefined` if the two do not fit or cannot be told to fit.
 */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    result.push(x === 1 ? y : x);
  }
  return result;
}

/** `base + constant`; the base of a known size is empty. */
function parts(dim: Dim): { readonly base: string; readonly constant: number } {
  if (typeof dim === 'number') return { base: '', constant: dim };
  const constant = /[+-]\d+$/.exec(dim)?.[0] ?? '';
  return { base: dim.slice(0, dim.length - constant.length), constant: Number(constant) };
}

function isName(dim: string): boolean {
  return /^\w+$/.test(dim);
}
