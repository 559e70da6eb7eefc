import { Likeness } from '../image/likeness.ts';
import { thumbnailOf } from '../image/thumbnail.ts';
import type { SupportPicture } from './part.ts';

/** A picture as near copies of it are looked for. */
interface ComparedPicture {
  /** File name or any label. */
  readonly name: string;
  /** SHA-256 of its pixels. */
  readonly sha256: string;
  /** Shape [64, 64]; null if a part file has none, which no picture is a near copy of. */
  readonly thumbnail: Uint8Array | null;
}

/** By thumbnail, for as long as that is kept: a picture is first compared and then, mostly, added. */
const likenesses = new WeakMap<Uint8Array, Likeness>();

function likenessOf(thumbnail: Uint8Array): Likeness {
  const known = likenesses.get(thumbnail);
  if (known) return known;
  const likeness = new Likeness(thumbnail);
  likenesses.set(thumbnail, likeness);
  return likeness;
}

/** Pictures of which each next one may be a copy. */
export class KnownPictures {
  readonly #likenesses: (readonly [ComparedPicture, Likeness])[] = [];
  readonly #bySha256 = new Map<string, ComparedPicture>();

  /** Makes a picture one of them. */
  add(picture: ComparedPicture): void {
    this.#bySha256.set(picture.sha256, picture);
    const { thumbnail } = picture;
    if (thumbnail !== null) this.#likenesses.push([picture, likenessOf(thumbnail)]);
  }

  /** The picture that has the same pixels. */
  twinOf({ sha256 }: Pick<ComparedPicture, 'sha256'>): ComparedPicture | undefined {
    return this.#bySha256.get(sha256);
  }

  /** The nearest of the pictures of which one is a near copy, whatever file it came in. */
  originalOf({ thumbnail }: Pick<ComparedPicture, 'thumbnail'>): ComparedPicture | undefined {
    if (thumbnail === null) return undefined;
    const likeness = likenessOf(thumbnail);
    const originals = this.#likenesses
      .filter(([, known]) => known.isCopyOf(likeness))
      .map(([picture, known]) => ({ picture, distance: known.distanceTo(likeness) }));
    return originals.toSorted((a, b) => a.distance - b.distance)[0]?.picture;
  }
}

/** A support picture as near copies of it are looked for: the file holds what the model sees. */
export function compared({ name, sha256, image }: SupportPicture): ComparedPicture {
  return { name, sha256, thumbnail: thumbnailOf(image) };
}

/** A support picture that is nearly the same as one before it. */
export interface NearCopy {
  /** Its name. */
  readonly copy: string;
  /** Name of the other. */
  readonly of: string;
}

/** The near copies in a support set. */
export function nearCopiesIn(support: readonly SupportPicture[]): NearCopy[] {
  const known = new KnownPictures();
  const copies: NearCopy[] = [];
  for (const picture of support.map(compared)) {
    const original = known.originalOf(picture);
    if (original === undefined) known.add(picture);
    else copies.push({ copy: picture.name, of: original.name });
  }
  return copies;
}

/** How many pictures of a support set say something of their own: near copies count once. */
export function independentPictures(support: readonly SupportPicture[]): number {
  return support.length - nearCopiesIn(support).length;
}
