import { logGamma } from './log-gamma.ts';

/**
 * The regularised incomplete beta function I_x(a, b): the distribution function of Beta(a, b).
 * `falseRejectBoundAtRank` of the library sums a binomial instead, which takes as many steps as there are
 * pictures; a chart of many thresholds over months of pictures needs the same in a few.
 *
 * Abramowitz and Stegun, 26.5.8 (continued fraction), by Lentz's method as modified by Thompson and
 * Barnett, 1986.
 *
 * @param x - From 0 to 1.
 * @param a - Above 0.
 * @param b - Above 0.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean; beyond it the other tail does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  return (Math.exp(logPower(x, a, b)) / a) * continuedFraction(x, a, b);
}

/** The logarithm of x^a (1 - x)^b / B(a, b): the density of Beta(a, b), times x (1 - x). */
function logPower(x: number, a: number, b: number): number {
  return a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
}

/** Below this a denominator of Lentz's method is taken for 0. */
const TINY = 1e-300;

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / notZero(1 + term * d);
      c = notZero(1 + term / c);
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return value;
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/**
 * The quantile of Beta(a, b): Newton's method, and a bisection wherever that would leave the bracket.
 *
 * @param p - Probability, from 0 to 1.
 * @param a - Above 0.
 * @param b - Above 0.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  let x = a / (a + b);
  // Bisections alone would take a thousand steps to the smallest number there is.
  for (let step = 0; step < 1100; step++) {
    const excess = incompleteBeta(x, a, b) - p;
    if (excess === 0) return x;
    if (excess < 0) low = x;
    else high = x;
    const newton = x - (excess * x * (1 - x)) / Math.exp(logPower(x, a, b));
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * x || next <= low || next >= high) return next;
    x = next;
  }
  return x;
}
