import { InvalidRequestError, NotFoundError, TooLargeError } from '../errors.ts';

/**
 * The body of a request.
 *
 * @returns All of it, shape [size].
 * @throws {@link TooLargeError} if it is larger than `limit`; no more than that is read.
 * @throws {@link InvalidRequestError} if there is none, or less of it arrives than was said.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const said = Number(request.headers.get('content-length') ?? NaN);
  if (said > limit) throw new TooLargeError(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new TooLargeError(limit);
    chunks.push(chunk);
  }
  if (size === 0) throw new InvalidRequestError('the body is empty: expected a file');
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
}

interface SentFile {
  readonly type: string;
  /** What it is saved as; shown in the browser by default. */
  readonly name?: string;
  /** Whether what is under this address never changes. */
  readonly isForGood?: boolean;
}

/**
 * An answer of bytes, which a browser takes for nothing but what they are.
 *
 * @param content - The file, shape [size].
 * @throws {@link NotFoundError} if it is not there any more.
 */
export function sendBytes(
  content: Uint8Array<ArrayBuffer> | undefined,
  { type, name, isForGood = false }: SentFile,
): Response {
  if (content === undefined) throw new NotFoundError('the file', name ?? '');
  return new Response(content, {
    headers: {
      'content-type': type,
      'content-length': String(content.length),
      ...(name !== undefined && { 'content-disposition': `attachment; filename="${name}"` }),
      'cache-control': isForGood ? 'private, max-age=31536000, immutable' : 'no-store',
    },
  });
}
