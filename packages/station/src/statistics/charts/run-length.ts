import { ArgumentRangeError } from 'fewgood';
import { assertCusum, CUSUM_DEFAULTS, type CusumOptions } from './cusum.ts';
import { assertEwma, EWMA_DEFAULTS, type EwmaOptions } from './ewma.ts';
import { solveLinear } from '../distributions/linear-system.ts';
import { normalCdf } from '../distributions/normal-distribution.ts';

/** States of the Markov chains; with 201 the run lengths of the tables come out to three digits and more. */
const STATES = 201;

/** Probability of going from the middle of a state to below a bound. */
type StepBelow = (from: number, bound: number) => number;

/**
 * Average run length of the EWMA chart: scores until an alarm, for independent normal scores whose mean is
 * `shift` standard deviations from where it was in control; the average starts at 0, the limits are those
 * that they tend to.
 *
 * Markov chain of Lucas and Saccucci, 1990, appendix, after Brook and Evans.
 *
 * @param shift - In standard deviations; 0 for the scores between two false alarms.
 * @throws {@link ArgumentRangeError} if `lambda` or `limit` is out of range.
 */
export function ewmaRunLength(
  shift: number,
  { lambda = EWMA_DEFAULTS.lambda, limit = EWMA_DEFAULTS.limit }: EwmaOptions = {},
): number {
  assertEwma(lambda, limit);
  const width = limit * Math.sqrt(lambda / (2 - lambda));
  const step: StepBelow = (from, bound) =>
    normalCdf((bound - (1 - lambda) * from) / lambda - shift);
  const edges = Float64Array.from(
    { length: STATES + 1 },
    (_, i) => -width + (2 * width * i) / STATES,
  );
  return runLengths(edges, middles(edges), step)[(STATES - 1) / 2] ?? NaN;
}

/**
 * Average run length of the two-sided CUSUM chart: scores until an alarm on either side, for independent
 * normal scores whose mean is `shift` standard deviations from where it was in control, starting at 0.
 *
 * D. Brook and D. A. Evans, "An approach to the probability distribution of CUSUM run length", Biometrika
 * 59, 1972; both sides by 1/ARL = 1/ARL+ + 1/ARL- (Kemp, 1961).
 *
 * @param shift - In standard deviations; 0 for the scores between two false alarms.
 * @throws {@link ArgumentRangeError} if `reference` or `decision` is out of range.
 */
export function cusumRunLength(
  shift: number,
  { reference = CUSUM_DEFAULTS.reference, decision = CUSUM_DEFAULTS.decision }: CusumOptions = {},
): number {
  assertCusum(reference, decision);
  const [up, down] = [oneSide(shift, reference, decision), oneSide(-shift, reference, decision)];
  return 1 / (1 / up + 1 / down);
}

/** The first state is the sum 0 and half a width above it, as Brook and Evans have it. */
function oneSide(shift: number, reference: number, decision: number): number {
  const width = (2 * decision) / (2 * STATES - 1);
  const edges = Float64Array.from({ length: STATES + 1 }, (_, i) =>
    i === 0 ? -Infinity : (i - 0.5) * width,
  );
  const centres = Float64Array.from({ length: STATES }, (_, i) => i * width);
  const step: StepBelow = (from, bound) => normalCdf(bound - from + reference - shift);
  return runLengths(edges, centres, step)[0] ?? NaN;
}

function middles(edges: Float64Array): Float64Array {
  return Float64Array.from(edges.subarray(1), (edge, i) => (edge + (edges[i] ?? NaN)) / 2);
}

/**
 * Expected steps until the chain leaves its states: (I - Q) x = 1.
 *
 * @param edges - Bounds of the states, shape [S + 1].
 * @param centres - Where a state is taken to be, shape [S].
 * @returns One a state to start from, shape [S].
 */
function runLengths(edges: Float64Array, centres: Float64Array, step: StepBelow): Float64Array {
  const states = centres.length;
  const system = new Float64Array(states * states); // [S, S]
  centres.forEach((from, row) => {
    let below = 0;
    edges.forEach((edge, i) => {
      const upTo = edge === -Infinity ? 0 : step(from, edge);
      if (i > 0) system[row * states + i - 1] = (row === i - 1 ? 1 : 0) - (upTo - below);
      below = upTo;
    });
  });
  return solveLinear(system, new Float64Array(states).fill(1));
}

/**
 * The smallest setting of a chart that keeps false alarms apart.
 *
 * @param runLength - Average run length without a shift at a setting, which rises with it.
 * @param wanted - Scores between two false alarms on average, above 1.
 * @throws {@link ArgumentRangeError} if `wanted` is out of range.
 */
function settingFor(runLength: (setting: number) => number, wanted: number): number {
  if (!(wanted >= 2 && wanted <= 1e6)) {
    throw new ArgumentRangeError('wanted', wanted, 'from 2 to 1,000,000 scores');
  }
  // Upwards in small steps: far above, run lengths are too long for the chain to tell them.
  let [low, high] = [1e-3, 1];
  while (runLength(high) < wanted) [low, high] = [high, high * 1.25];
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    if (runLength(middle) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The limit of an EWMA chart for so many scores between two false alarms.
 *
 * @param wanted - Scores between two false alarms on average.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function ewmaLimitFor(wanted: number, lambda: number = EWMA_DEFAULTS.lambda): number {
  return settingFor((limit) => ewmaRunLength(0, { lambda, limit }), wanted);
}

/**
 * The decision interval of a CUSUM chart for so many scores between two false alarms.
 *
 * @param wanted - Scores between two false alarms on average.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function cusumDecisionFor(
  wanted: number,
  reference: number = CUSUM_DEFAULTS.reference,
): number {
  return settingFor((decision) => cusumRunLength(0, { reference, decision }), wanted);
}
