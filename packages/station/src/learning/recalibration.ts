import {
  calibratePart,
  type Candidate,
  chooseThreshold,
  decodePart,
  encodePart,
  objectsOf,
  type Part,
  scoreConfirmed,
} from 'fewgood';
import { decodeImage } from 'fewgood/node';
import { NotFoundError } from '../errors.ts';
import type { PictureJudge } from '../judging/picture-judge.ts';
import type {
  CalibrationAnswer,
  CalibrationRequest,
  LearnedPart,
  ThresholdRequest,
} from '../judging/thread-messages.ts';
import type { FileStore } from '../store/file-store.ts';
import { summaryOf } from './part-reader.ts';

interface Stores {
  readonly pictures: FileStore;
  readonly parts: FileStore;
  readonly judge: PictureJudge;
}

/**
 * Lets pictures that are kept join the calibration of a part, by the library's own checks: near copies do not
 * count, and nothing is taken while something stands against a picture that nobody accepted.
 *
 * @throws {@link NotFoundError} if a picture is gone.
 */
export async function calibrateWith(
  { part: sha256, partName, pictures: wanted, accept, distinct }: CalibrationRequest,
  { pictures, parts, judge }: Stores,
): Promise<CalibrationAnswer> {
  const { inspector } = await judge.inspectorOf({ part: sha256, partName });
  const candidates: Candidate[] = [];
  for (const { sha256: picture, name, date, origin } of wanted) {
    const bytes = await pictures.read(picture);
    if (bytes === undefined) throw new NotFoundError('the picture', picture);
    const image = await decodeImage(bytes, name, { sampleBits: inspector.part.sampleBits });
    // Of a part that several lie in a picture of, each object counts.
    for (const one of objectsOf({ name, image }, inspector.part.layout)) {
      candidates.push(await scoreConfirmed(inspector, one, { date, origin }));
    }
  }
  const { part, taken, repeated, held } = calibratePart(inspector.part, candidates, {
    accept,
    distinct,
  });
  return {
    learned: taken.length === 0 ? null : await keep(part, parts),
    taken: taken.map(({ name }) => name),
    repeated: repeated.map(({ picture: { name }, of, is }) => ({ name, of: of.name, is })),
    held: held.map(({ picture: { name }, objections }) => ({ name, objections })),
  };
}

/**
 * A part with a threshold that a person chose.
 *
 * @throws {@link NotFoundError} if the part file is gone.
 */
export async function withThreshold(
  { part: sha256, ...chosen }: ThresholdRequest,
  parts: FileStore,
): Promise<LearnedPart> {
  const bytes = await parts.read(sha256);
  if (bytes === undefined) throw new NotFoundError('the part file', sha256);
  return keep(chooseThreshold(decodePart(bytes, 'the part file'), chosen), parts);
}

async function keep(part: Part, parts: FileStore): Promise<LearnedPart> {
  const bytes = encodePart(part);
  return { sha256: await parts.put(bytes), bytes: bytes.length, summary: summaryOf(part) };
}
