import {
  decodePart,
  jointCalibration,
  type LookArea,
  type NormalScore,
  type Part,
  type Polygon,
  supportPicturesOf,
  viewsOf,
} from 'fewgood';
import { encodePng } from 'fewgood/node';
import type { VersionSummary } from '../api/part.ts';
import { NotFoundError } from '../errors.ts';
import type { LearnedPart } from '../judging/thread-messages.ts';
import type { FileStore } from '../store/file-store.ts';

/** Reads part files that are kept. */
export class PartReader {
  readonly #parts: FileStore;

  constructor(parts: FileStore) {
    this.#parts = parts;
  }

  /** @throws {@link NotFoundError} if there is none of that hash. */
  async learned(sha256: string): Promise<LearnedPart> {
    const { part, bytes } = await this.#read(sha256);
    return { sha256, bytes, summary: summaryOf(part) };
  }

  /**
   * A support picture as the model sees it.
   *
   * @returns A PNG, shape [size].
   * @throws {@link NotFoundError} if there is none of that number.
   */
  async support(sha256: string, index: number): Promise<Uint8Array> {
    const { part } = await this.#read(sha256);
    const picture = supportPicturesOf(part)[index];
    if (picture === undefined) throw new NotFoundError('the support picture', index);
    return encodePng(picture.image);
  }

  async #read(sha256: string): Promise<{ part: Part; bytes: number }> {
    const bytes = await this.#parts.read(sha256);
    if (bytes === undefined) throw new NotFoundError('the part file', sha256);
    return { part: decodePart(bytes, 'the part file'), bytes: bytes.length };
  }
}

/** What a page shows of a part. */
export function summaryOf(part: Part): VersionSummary {
  const { settings, pose, runtime, lookArea, alignment, light } = part;
  const calibration = jointCalibration(part);
  return {
    runtime,
    models: viewsOf(part).map(({ model: { name, sha256 } }) => ({ name, sha256 })),
    settings: JSON.parse(JSON.stringify(settings)),
    support: supportPicturesOf(part).map(({ name, sha256 }) => ({ name, sha256 })),
    pose: pose && { policy: pose.policy, evidence: pose.evidence },
    lookArea: lookArea === undefined ? null : learnedLookArea(lookArea),
    alignment: alignment ?? null,
    light: light === undefined ? null : { method: light.change.method, flat: light.flat !== null },
    threshold: calibration.threshold,
    provisional: calibration.provisional,
    targetFalseReject: calibration.targetFalseReject,
    falseRejectBound: calibration.falseRejectBound,
    morePicturesNeeded: Number.isFinite(calibration.morePicturesNeeded)
      ? calibration.morePicturesNeeded
      : 0,
    leaveOneOut: calibration.leaveOneOut.map(nameAndScore),
    confirmed: calibration.confirmed.map(nameAndScore),
  };
}

/** A mask by its size: its pixels are in the part file. */
function learnedLookArea({ include, ignore, mask }: LookArea): VersionSummary['lookArea'] {
  return {
    include: include && cornersOf(include),
    ignore: ignore.map(cornersOf),
    mask: mask && { width: mask.width, height: mask.height },
  };
}

function cornersOf(shape: Polygon): [number, number][] {
  return shape.map(([x, y]) => [x, y]);
}

function nameAndScore({
  name,
  score,
}: Pick<NormalScore, 'name' | 'score'>): Pick<NormalScore, 'name' | 'score'> {
  return { name, score };
}
