/**
 * The standard normal distribution function, to about 1e-14: by its series near the centre, by the
 * continued fraction of Mills' ratio in the tails, which keeps small probabilities their digits.
 *
 * Abramowitz and Stegun, 26.2.11 and 26.2.14.
 *
 * @param x - In standard deviations.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (Math.abs(x) > 38) return x > 0 ? 1 : 0;
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) < 3) return 0.5 + density * series(x);
  const tail = density / fraction(Math.abs(x));
  return x > 0 ? 1 - tail : tail;
}

function series(x: number): number {
  let term = x;
  let sum = x;
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return sum;
}

/** x + 1/(x + 2/(x + 3/(x + …))), from the inside; 50 levels suffice from x = 3 on. */
function fraction(x: number): number {
  let value = x;
  for (let level = 50; level >= 1; level--) value = x + level / value;
  return value;
}
