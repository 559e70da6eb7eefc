/**
 * Which good pictures a part is learnt from: drawn by seed, as AnomalyDINO does, or by a list.
 *
 * @module
 */
import { ArgumentRangeError, SupportSetError } from '../errors.ts';
import { printable } from '../printable.ts';
import { seededRandom } from '../random.ts';
import { byPath, type Category, type Sample } from './dataset.ts';

/**
 * Draws a support set from the good training pictures. With the same seed a larger set begins with
 * the smaller one, and a category's set does not depend on the other categories, nor on whether the
 * data set was opened at its folder or above.
 *
 * @param shots - Pictures to draw.
 * @param seed - Any integer.
 * @returns In the order of drawing.
 * @throws {@link ArgumentRangeError} if there are not so many pictures.
 */
export function drawSupportSet(category: Category, shots: number, seed: number): Sample[] {
  const pictures = trainingPictures(category);
  assertShots(shots, pictures.length);
  const folder = category.name.slice(category.name.lastIndexOf('/') + 1);
  const random = seededRandom(seed).fork(folder);
  return random.sample(pictures.length, shots).map((i) => pictures[i]);
}

/**
 * The support set of AnomalyDINO's code: of the training pictures in the order of their names, the
 * `seed`-th run of `shots` (dammsi/AnomalyDINO, src/detection.py, `run_anomaly_detection`:
 * `sorted(os.listdir(…))[seed*n_ref_samples:(seed + 1)*n_ref_samples]`). Where that code warns and
 * goes on with fewer, this refuses.
 *
 * @param shots - Pictures to take.
 * @param seed - From 0.
 * @throws {@link ArgumentRangeError} if there are not so many pictures.
 */
export function anomalyDinoSupportSet(category: Category, shots: number, seed: number): Sample[] {
  const pictures = trainingPictures(category);
  assertShots(shots, pictures.length);
  const last = Math.floor(pictures.length / shots) - 1;
  if (!Number.isInteger(seed) || seed < 0 || seed > last) {
    throw new ArgumentRangeError('seed', seed, `an integer from 0 to ${last}`);
  }
  return pictures.slice(seed * shots, (seed + 1) * shots);
}

/**
 * Reads a support set from a list: a path a line, relative to the data set. Empty lines and lines
 * that start with `#` are passed over.
 *
 * @throws {@link SupportSetError} if a path is unknown, repeated, or not of a good training picture, or if there is none.
 */
export function supportSetFromList(list: string, category: Category): Sample[] {
  const samples = new Map(category.samples.map((sample) => [sample.path, sample]));
  const chosen = new Set<Sample>();
  for (const [i, line] of list.split(/\r?\n/).entries()) {
    const path = line.trim();
    if (path === '' || path.startsWith('#')) continue;
    const sample = samples.get(path);
    const fault = faultOf(sample, chosen);
    if (sample === undefined || fault !== undefined) {
      throw new SupportSetError(
        `use the support set of ${printable(category.name)}`,
        `line ${i + 1} of its list, ${printable(path)}, ${fault}: expected a good training picture`,
        'Name pictures by their path within the data set, each once.',
      );
    }
    chosen.add(sample);
  }
  if (chosen.size > 0) return [...chosen];
  throw new SupportSetError(
    `use the support set of ${printable(category.name)}`,
    'its list names no picture: expected one a line',
    'Add the path of a good training picture.',
  );
}

/**
 * Writes a support set as a list that {@link supportSetFromList} reads.
 *
 * @param comment - How it was chosen; one line.
 */
export function supportSetToList(
  samples: readonly Pick<Sample, 'path'>[],
  comment: string,
): string {
  return [`# ${comment}`, ...samples.map(({ path }) => path), ''].join('\n');
}

function faultOf(sample: Sample | undefined, chosen: ReadonlySet<Sample>): string | undefined {
  if (sample === undefined) return 'is not there';
  if (chosen.has(sample)) return 'is there twice';
  if (sample.label !== 'normal') return `shows a defect (${sample.defect})`;
  return sample.split === 'train' ? undefined : `belongs to ${sample.split}`;
}

function trainingPictures({ samples }: Category): Sample[] {
  return samples
    .filter(({ split, label }) => split === 'train' && label === 'normal')
    .toSorted(byPath);
}

function assertShots(shots: number, available: number): void {
  if (Number.isInteger(shots) && shots >= 1 && shots <= available) return;
  throw new ArgumentRangeError('shots', shots, `an integer from 1 to ${available}`);
}
