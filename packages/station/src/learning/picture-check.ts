import { enroll, FewgoodError, type NamedImage } from 'fewgood';
import { findModels, nodeRuntime } from 'fewgood/node';
import type { Notice } from '../api/common.ts';
import type { PictureCheck, PictureCheckRequest } from '../api/picture.ts';
import { NotFoundError } from '../errors.ts';
import type { FileStore } from '../store/file-store.ts';
import { readPicture } from './read-pictures.ts';

/**
 * Looks at pictures before a part is learned from them: what cannot be read, and what enrolment would warn
 * of before its work begins. What only the work shows comes with it.
 *
 * @throws {@link NotFoundError} if a picture is not there.
 */
export async function checkPictures(
  { pictures: wanted, lookArea }: PictureCheckRequest,
  store: FileStore,
): Promise<PictureCheck> {
  const images: NamedImage[] = [];
  const pictures: PictureCheck['pictures'] = [];
  for (const { sha256, name } of wanted) {
    const read = await readPicture({ sha256, name }, store).catch(faultOf);
    if ('image' in read) {
      images.push(read);
      const { width, height } = read.image;
      pictures.push({ sha256, name, width, height, fault: null });
    } else {
      pictures.push({ sha256, name, width: null, height: null, fault: read });
    }
  }
  return { pictures, warnings: await warningsOf(images, lookArea) };
}

/** What enrolment says of the pictures until it begins to compute; then it is stopped. */
async function warningsOf(
  images: readonly NamedImage[],
  lookArea: PictureCheckRequest['lookArea'],
): Promise<Notice[]> {
  const warnings: Notice[] = [];
  if (images.length > 0) {
    const looked = new AbortController();
    try {
      await enroll(images, {
        runtime: nodeRuntime(),
        ...(await findModels()),
        ...(lookArea !== undefined && { lookArea: { ...lookArea, mask: null } }),
        signal: looked.signal,
        onWarning: (warning) => warnings.push(noticeOf(warning)),
        onProgress: () => looked.abort(),
      });
    } catch (error) {
      // Anything else, such as a picture that is there twice, is what there is to say of them.
      if (!(error instanceof FewgoodError)) throw error;
      if (error.code !== 'CANCELLED') warnings.push(noticeOf(error));
    }
  }
  return warnings;
}

function faultOf(error: unknown): Notice {
  if (!(error instanceof FewgoodError) || error instanceof NotFoundError) throw error;
  return noticeOf(error);
}

function noticeOf({
  code,
  message,
  remedy,
  facts,
}: Pick<FewgoodError, 'code' | 'message' | 'remedy' | 'facts'>): Notice {
  return { code, message, remedy, facts: JSON.parse(JSON.stringify(facts)) };
}
